"""Who a person is. `register_residents` by the column, `find_resident` by id, `reveal` only beside an access log.

`SocialSecurityNumber.parse` checks what was typed; `holder_of` turns it into the id that everything else uses.
"""

from onecard.domains.residents.errors import (
    NameMalformed,
    NumberBirthDateImpossible,
    NumberCheckWrong,
    NumberDivisionUnknown,
    NumberMalformed,
    ResidentUnknown,
)
from onecard.domains.residents.models import (
    Masked,
    NewResident,
    NewStatus,
    Resident,
    Revealed,
    Sex,
    SocialSecurityNumber,
    Status,
    masked_name,
)
from onecard.domains.residents.service import (
    add_statuses,
    end_status,
    find_resident,
    holder_of,
    name_matches,
    number_contains,
    record_death,
    register_residents,
    reseal,
    reveal,
    show_masked,
    statuses_of,
)

__all__ = [
    "Masked",
    "NameMalformed",
    "NewResident",
    "NewStatus",
    "NumberBirthDateImpossible",
    "NumberCheckWrong",
    "NumberDivisionUnknown",
    "NumberMalformed",
    "Resident",
    "ResidentUnknown",
    "Revealed",
    "Sex",
    "SocialSecurityNumber",
    "Status",
    "add_statuses",
    "end_status",
    "find_resident",
    "holder_of",
    "masked_name",
    "name_matches",
    "number_contains",
    "record_death",
    "register_residents",
    "reseal",
    "reveal",
    "show_masked",
    "statuses_of",
]
