"""What can be wrong with a number, a name or a look-up. No problem repeats the number it is about."""

from onecard.kernel.errors import Malformed, Refusal


class NumberMalformed(Malformed):
    """Not seventeen digits and a check character."""

    code = "residents.number_malformed"
    title = ("社会保障号码格式不对", "That is not a social security number")
    next_step = (
        "请核对:共 18 位,前 17 位为数字,末位为数字或 X。",
        "Check it: 18 characters, 17 digits and then a digit or X.",
    )


class NumberCheckWrong(Malformed):
    """The check character does not belong to the digits: one was mistyped, or two changed places."""

    code = "residents.number_check_wrong"
    title = ("社会保障号码校验不通过", "The social security number fails its check")
    next_step = ("请逐位核对身份证上的号码后重新输入。", "Compare it digit by digit with the identity card.")


class NumberDivisionUnknown(Malformed):
    """The first six digits are no division on the list."""

    code = "residents.number_division_unknown"
    title = ("社会保障号码的地区码不存在", "The social security number names no known place")
    next_step = (
        "请核对前六位;如属已撤销的区划,请到服务网点办理。",
        "Check the first six digits, or go to a service hall.",
    )


class DivisionUnknown(Malformed):
    """A place to live in or to get a card from that is on no list."""

    code = "residents.division_unknown"
    title = ("没有这个区划代码", "There is no division with this code")
    next_step = ("请核对 6 位区划代码。", "Check the six digits of the division's code.")


class NumberBirthDateImpossible(Malformed):
    """Digits seven to fourteen are no day on which a living person was born."""

    code = "residents.number_birth_date_impossible"
    title = ("社会保障号码中的出生日期不成立", "The social security number holds an impossible date of birth")
    next_step = ("请核对第 7 至 14 位(年月日)。", "Check characters 7 to 14: year, month, day.")


class NumberOldUnclear(Malformed):
    """An old number of 15 digits whose century is not sure, so that nobody may guess the 18 characters."""

    code = "residents.number_old_unclear"
    title = ("15 位旧号码无法自动升位", "This old 15-digit number cannot be upgraded by itself")
    next_step = (
        "请持居民身份证或户口簿到服务网点,按证件上的 18 位号码办理。",
        "Bring the identity card or household register to a service hall; the 18 characters there count.",
    )


class NumberOfAnotherScheme(Malformed):
    """A passport's or permit's number; a person may hold a social security number beside it."""

    code = "residents.number_of_another_scheme"
    title = (
        "这是护照或居留、通行证件号码,不是社会保障号码",
        "That is a passport or permit number, not a social security number",
    )
    next_step = (
        "请填写社保卡上的社会保障号码;尚未取得的,请持证件到服务网点办理。",
        "Give the number on the card; without one, bring the document to a service hall.",
    )


class NameCharacterUnassigned(Malformed):
    """A character from the private-use area: some systems print it, the next shows something else or nothing."""

    code = "residents.name_character_unassigned"
    title = ("姓名中有自造字,换一处就无法显示", "The name holds a character that only one system knows")
    next_step = (
        "请改用国家标准(GB 18030)已收录的正式编码;查不到的请到服务网点登记。",
        "Use the character's own code in the national standard GB 18030, or have it looked up at a service hall.",
    )


class NameMalformed(Malformed):
    """An empty or overlong name, or one with control characters."""

    code = "residents.name_malformed"
    title = ("姓名格式不对", "That cannot be a name")
    next_step = ("请按身份证填写姓名,间隔号用“·”。", "Write the name as on the identity card, with “·” between parts.")


class ResidentUnknown(Refusal):
    """Nobody is registered under that number or id, or she is outside the asker's reach."""

    code, status = "residents.unknown", 404
    title = ("查无此人", "No such person")
    next_step = ("请核对社会保障号码,或先办理登记。", "Check the social security number, or register the person first.")
