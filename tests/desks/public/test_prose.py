from zhupei.desks.public.prose import Paragraph, paragraphs


def test_a_numbered_line_alone_is_a_heading():
    assert paragraphs("一、招收计划\n\n2026 年计划招收 1500 名。") == [
        Paragraph("一、招收计划", "", ""),
        Paragraph("", "", "2026 年计划招收 1500 名。"),
    ]


def test_the_first_words_of_a_numbered_paragraph_are_emphasised():
    step, point, item = paragraphs(
        "第一步　账号注册。姓名须与证件一致。\n"
        "四、人员类型。没有工作单位的选“社会人”。\n"
        "（一）住院医师规范化培训：本科及以上。"
    )
    assert (step.lead, step.text) == ("第一步　账号注册。", "姓名须与证件一致。")
    assert (point.lead, point.text) == ("四、人员类型。", "没有工作单位的选“社会人”。")
    assert (item.lead, item.text) == ("（一）住院医师规范化培训：", "本科及以上。")


def test_a_long_numbered_sentence_stays_as_it_is():
    line = "一、都需要自行注册账号并填报，信息填写与填报流程与社会报考学员一致。"
    assert paragraphs(line) == [Paragraph("", "", line)]


def test_nothing_of_the_text_is_lost():
    text = "各位：\n一、总则\n二、对象。符合条件的人员。\n报考条件请咨询基地。"
    assert "".join("".join(p) for p in paragraphs(text)) == text.replace("\n", "")
