"""What a motion of the support desk carries besides its reason: which documents were seen, how, and a telephone."""

from collections.abc import Mapping, Sequence
from typing import Any

from zhupei.pure.identity import mask_phone, normalise_phone

DOCUMENTS = {
    "identity-card": "身份证原件",
    "permit": "通行证原件",
    "residence": "居住证或永久居留证原件",
    "household": "户口簿原件",
    "police": "公安机关出具的证明",
    "employer": "学校或单位出具的证明",
}
# Papers about the person himself. A letter of his school or employer only comes on top of one of them.
IDENTITY = frozenset(DOCUMENTS) - {"employer"}
WAYS = {"in-person": "当面核验", "video": "视频核验"}
PHONES = {
    "account.replace-phone": "新手机号",
    "account.release": "本人的手机号",
    "account.freeze": "来人的手机号",
    "account.unfreeze": "来人的手机号",
}


def payload(*, phone: str, documents: Sequence[str], way: str) -> dict[str, Any]:
    """As it is proposed, and later carried out."""
    return {"phone": normalise_phone(phone), "documents": list(documents), "way": way}


def words(verb: str, payload: Mapping[str, Any]) -> list[tuple[str, str]]:
    """For the page, the telephone masked."""
    phone = (PHONES[verb], mask_phone(payload["phone"]))
    if not payload["documents"]:
        return [phone, ("核验的证件", "没有核验证件")]
    seen = "、".join(DOCUMENTS[each] for each in payload["documents"])
    return [phone, ("核验的证件", seen), ("核验方式", WAYS[payload["way"]])]
