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


class NumberBirthDateImpossible(Malformed):
    """Digits seven to fourteen are no day on which a living person was born."""

    code = "residents.number_birth_date_impossible"
    title = ("社会保障号码中的出生日期不成立", "The social security number holds an impossible date of birth")
    next_step = ("请核对第 7 至 14 位(年月日)。", "Check characters 7 to 14: year, month, day.")


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
