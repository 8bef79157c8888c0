"""A filled application form, and ways to read a PDF back."""

import pypdfium2
import pytest

from zhupei.pure.paper import Fields, FormData, PaperHead, PaperRows, PaperStatement, ReceiptData

EDUCATION = (
    ("2016.09—2021.07", "本科", "医学学士", "昆明医科大学", "临床医学", "106781202105001234", "1067842021001234"),
    ("2021.09—2024.07", "硕士研究生", "医学硕士", "昆明医科大学", "内科学", "106781202402001234", "1067832024001234"),
    ("2013.09—2016.07", "专科", "", "其他（某某医学高等专科学校）", "临床医学", "106781201606001234", ""),
)
CONSENT = "选择“服从调剂”时，表明服从调剂所报考培训基地的任一培训专业或服从省级统一调剂至其他培训基地或其他专业。"


@pytest.fixture
def form():
    return FormData(
        head=PaperHead(
            authority="样例省卫生健康委员会",
            title="住院医师规范化培训招录报名表",
            subtitle="2026 年 · 第一批次 · 西医类",
            number="2026-W1-004821",
            code="F-2026-W1-004821-2.ABCDEFGHIJKL",
            facts=(("版　　本", "第 2 版"), ("提交时间", "2026-07-03 14:02:31"), ("内容摘要", "9f3c 71ab 04de")),
            foot=("第 2 版", "摘要 9f3c 71ab 04de"),
        ),
        basics=(
            ("姓名", "欧阳·建国"),
            ("性别", "女"),
            ("出生日期", "1998-03-18"),
            ("证件号码", "530114199803181224"),
            ("QQ号码", ""),
            ("户籍地址", "云南省昆明市呈贡区雨花街道样例路 12 号样例小区 3 幢 2 单元 1001 室"),
            ("人员类型", "本单位人"),
        ),
        blocks=(
            PaperRows(
                "学历信息",
                ("起止时间", "学历", "学位", "毕业院校", "专业", "毕业证书编号", "学位证书编号"),
                EDUCATION,
                (1.5, 1, 1.2, 1.8, 1.5, 1.8, 1.7),
            ),
            PaperRows("工作经历", ("起止时间", "单位"), ()),
            Fields("执业资格", (("医师资格证书", "有"), ("资格证书编号", "202153110530114199803181224"))),
            PaperRows(
                "志愿填报",
                ("志愿", "培训基地", "专业"),
                (("第一志愿", "样例医院", "内科"), ("第二志愿", "样例医院", "全科")),
            ),
            PaperStatement(
                "服从调剂", CONSENT, (("服从调剂", True), ("不服从调剂", False)), "选择时间 2026-07-03 14:01:58"
            ),
            PaperRows("证明材料", ("材料", "数量"), (("免冠照片", "1 张"), ("身份证", "2 张"))),
        ),
        declaration="本人承诺：以上填报信息真实、准确、完整。",
        notes=("本表由系统生成。",),
    )


@pytest.fixture
def receipt_data():
    return ReceiptData(
        head=PaperHead(
            title="报名回执",
            subtitle="2026 年 · 第一批次",
            number="2026-W1-004821",
            code="R-2026-W1-004821-1.ABCDEFGHIJKL",
            facts=(("版　　本", "第 1 版"), ("提交时间", "2026-07-03 14:02:31.482")),
        ),
        name="欧阳·建国",
        document_number="530***********1224",
        digest="9f3c71ab04de55aa" * 4,
        preferences=("样例医院 · 内科（0100）", "样例医院 · 全科（0700）"),
        adjustment="服从调剂",
        next_steps=("等待基地审核。", "审核通过后打印报名表。"),
        contacts=(("基地咨询电话", "0871-00000000"),),
    )


class Reader:
    """A PDF as a person or a scanner sees it."""

    def __init__(self, data: bytes) -> None:
        self.document = pypdfium2.PdfDocument(data)
        self.pages = len(self.document)

    def text(self, page: int | None = None) -> str:
        """The words without the spaces and line ends that only layout put there."""
        chosen = range(self.pages) if page is None else [page]
        found = "".join(self.document[index].get_textpage().get_text_range() for index in chosen)
        return "".join(found.split()).replace("\u200b", "").replace("\ufffe", "")

    def picture(self, page: int = 0, scale: float = 3.0):
        return self.document[page].render(scale=scale).to_pil()


@pytest.fixture
def read():
    return Reader
