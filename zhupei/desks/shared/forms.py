"""What every form of the desks shares: concrete words where something is missing."""

from django import forms

UNREADABLE = "含有无法识别的字符，请删去后重新填写。"


class Concrete(forms.Form):
    """`请填写手机号` instead of `这个字段是必填项`; a field that brings its own words keeps them.

    A NUL, which no keyboard types, is told likewise.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        default = forms.Field.default_error_messages["required"]
        for field in self.fields.values():
            if field.error_messages.get("required") is default:
                field.error_messages["required"] = missing(field)
            field.error_messages.setdefault("null_characters_not_allowed", UNREADABLE)


def missing(field: forms.Field) -> str:
    """The sentence for an empty required field, by what one does with it."""
    label = field.label or "这一项"
    if isinstance(field, forms.BooleanField):
        return "请阅读并勾选"
    if isinstance(field, forms.FileField):
        return f"请上传{label}"
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return f"请选择{label}"
    return f"请填写{label}"
