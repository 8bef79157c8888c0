"""Receipt and the blank templates of the portal."""

import dataclasses

import pytest
import zxingcpp

from zhupei.pure.paper import TEMPLATE_TITLES, receipt, template_document

WORDS = {
    "graduation_proof": ["毕业证明", "兹证明", "特此证明", "（盖章处）", "年月日前发放", "重新上传替换", "学制"],
    "employer_consent": ["单位同意培训证明", "本单位人", "外单位委培人员", "（盖章处）", "负责人签字", "同意其参加"],
    "onsite_checklist": ["现场审核材料清单", "报名表", "毕业证书", "原件", "复印件", "审核人签名", "（盖章）"],
}


@pytest.mark.parametrize("kind", TEMPLATE_TITLES)
def test_templates_are_one_page_with_their_words(kind, read):
    pdf = read(template_document(kind))
    assert pdf.pages == 1
    for words in WORDS[kind]:
        assert words in pdf.text()


@pytest.mark.parametrize("kind", TEMPLATE_TITLES)
def test_templates_are_the_same_each_time(kind):
    assert template_document(kind) == template_document(kind)


def test_an_unknown_template_is_refused():
    with pytest.raises(ValueError, match="no such template"):
        template_document("../form")


def test_a_receipt_says_what_was_submitted(receipt_data, read):
    pdf = read(receipt(receipt_data))
    assert pdf.pages == 1
    facts = dataclasses.asdict(receipt_data)
    expected = [facts["head"][key] for key in ("title", "number", "code")]
    expected += [facts[key] for key in ("name", "document_number", "digest")]
    expected += [part for pair in facts["head"]["facts"] for part in pair]
    expected += [*receipt_data.preferences, *receipt_data.next_steps, "服从调剂", "0871-00000000", "您的报名已提交"]
    for value in expected:
        assert "".join(value.split()) in pdf.text(), value


def test_a_scanner_reads_the_receipt(receipt_data, read):
    codes = zxingcpp.read_barcodes(read(receipt(receipt_data)).picture())
    assert {code.text for code in codes} == {receipt_data.head.code} and len(codes) == 2


def test_a_short_receipt_leaves_sections_out(receipt_data, read):
    text = read(receipt(dataclasses.replace(receipt_data, next_steps=(), contacts=()))).text()
    assert "接下来" not in text and "联系方式" not in text


def test_the_same_receipt_has_the_same_bytes(receipt_data):
    assert receipt(receipt_data) == receipt(receipt_data)
