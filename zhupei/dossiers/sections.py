"""The five sections of a dossier as data (domain section 5; manual, part 三).

Forms, completeness, snapshot and the pages of applicant and reviewer read the same fields from here. A section saves
by itself; `required` and `asked` name conditions of `rules.NEEDED`, so a draft may have gaps and still be saved.
"""

from zhupei.dossiers.fields import (
    ACCOUNT,
    ALWAYS,
    CERTIFICATE,
    CHOICE,
    DATE,
    EMAIL,
    INSTITUTION,
    LONG_TEXT,
    MAJOR,
    NEVER,
    PERSON_NAME,
    PHONE,
    PRACTISING,
    QQ,
    QUALIFICATION,
    REGION,
    TICK,
    YES_NO,
    DossierField,
    DossierSection,
)

_IDENTITY, _HOME, _WORK, _REACH, _EMERGENCY = "身份", "住址", "人员类型", "联系方式", "紧急联系人"
_LEVEL, _SCHOOL, _TIME, _PAPERS = "学历和学位", "院校和专业", "起止日期", "证书"
_QUALIFIED, _REGISTERED = "医师资格", "医师执业注册"

BASICS = DossierSection(
    key="basics",
    title="个人信息",
    path="/me/dossier/basics/",
    fields=(
        DossierField("name", "姓名", ACCOUNT, group=_IDENTITY),
        DossierField("document_type", "证件类型", ACCOUNT, group=_IDENTITY),
        DossierField("document_number", "证件号码", ACCOUNT, group=_IDENTITY),
        DossierField("sex", "性别", CHOICE, "sexes", "sex-unknown", group=_IDENTITY),
        DossierField("birth_date", "出生日期", DATE, required="birth-date-unknown", group=_IDENTITY),
        DossierField("marital_status", "婚姻状况", CHOICE, "marital_statuses", group=_IDENTITY),
        DossierField("nationality", "国籍或地区", CHOICE, "nationalities", group=_IDENTITY),
        DossierField(
            "ethnicity",
            "民族",
            CHOICE,
            "ethnicities",
            "mainland",
            where="居民身份证人像面“民族”一栏。",
            group=_IDENTITY,
            asked="chinese",
        ),
        DossierField("military", "是否军队人员", YES_NO, group=_IDENTITY),
        DossierField(
            "registered_region",
            "户籍所在地",
            REGION,
            required="chinese",
            where="户口簿首页，或居民身份证人像面的住址。撤县设区的，选现在的名称。",
            group=_HOME,
        ),
        DossierField(
            "registered_detail", "户籍详细地址", required="chinese", help="街道或乡镇、门牌号", group=_HOME, longest=100
        ),
        DossierField("contact_region", "现住址", REGION, help="能收到信件的地址", group=_HOME),
        DossierField("contact_detail", "现住址详细地址", help="街道或乡镇、门牌号", group=_HOME, longest=100),
        DossierField(
            "category",
            "人员类型",
            CHOICE,
            "categories",
            where="已被医院录用并由医院派来培训的，选“本单位人”或“外单位委培人员”；没有工作单位的选“社会人”。"
            "专硕研究生和订单定向医学毕业生按学校通知选择。",
            group=_WORK,
        ),
        DossierField(
            "employer",
            "工作单位",
            required="employer",
            help="本单位人和外单位委培人员填写，与公章上的全称一致",
            where="单位同意培训证明上的公章。",
            group=_WORK,
            longest=80,
        ),
        DossierField("phone", "手机号码", ACCOUNT, group=_REACH),
        DossierField("email", "电子邮箱", EMAIL, group=_REACH, longest=120),
        DossierField("qq", "QQ 号码", QQ, required=NEVER, group=_REACH, longest=15),
        DossierField("emergency_name", "紧急联系人姓名", PERSON_NAME, group=_EMERGENCY, longest=50),
        DossierField("emergency_relation", "与本人关系", help="如父亲、母亲、配偶", group=_EMERGENCY, longest=20),
        DossierField(
            "emergency_phone", "紧急联系人电话", PHONE, help="手机，或带区号的固定电话", group=_EMERGENCY, longest=20
        ),
    ),
)

EDUCATION = DossierSection(
    key="education",
    title="学历信息",
    path="/me/dossier/educations/",
    row_name="学历",
    row=(
        DossierField(
            "studying",
            "是否在读",
            YES_NO,
            help="今年毕业的应届生选“否”，按已毕业填写；正在读研究生的选“是”，并另填已毕业的本科",
            group=_LEVEL,
        ),
        DossierField("level", "学历", CHOICE, "education_levels", where="毕业证书正文。", group=_LEVEL),
        DossierField(
            "degree",
            "学位",
            CHOICE,
            "degrees",
            "graduated",
            help="没有学位的选“无学位”",
            where="学位证书正文。",
            group=_LEVEL,
        ),
        DossierField(
            "institution",
            "毕业院校",
            INSTITUTION,
            help="输入名称、拼音或首字母，如 kmykdx；列表里没有的选“其他”",
            where="毕业证书落款。",
            group=_SCHOOL,
        ),
        DossierField(
            "institution_other", "其他院校", required=NEVER, help="列表里没有时填全称", group=_SCHOOL, longest=60
        ),
        DossierField(
            "major",
            "所学专业",
            MAJOR,
            help="输入名称、拼音或首字母，如 lcyx；列表里没有的选“其他”",
            where="毕业证书正文。",
            group=_SCHOOL,
        ),
        DossierField("major_other", "其他专业", required=NEVER, help="列表里没有时填全称", group=_SCHOOL, longest=60),
        DossierField("started", "入学日期", DATE, help="只知道月份的填当月 1 日", group=_TIME),
        DossierField(
            "graduated",
            "毕业日期",
            DATE,
            required="graduated",
            help="在读的可不填",
            where="毕业证书上的日期；证书待发的填毕业证明上的日期。",
            group=_TIME,
            asked=ALWAYS,
        ),
        DossierField(
            "certificate_pending",
            "证书待取得",
            TICK,
            required=NEVER,
            help="已符合毕业条件但证书还没有发放：下载“毕业证明（模版）”请学校盖章，"
            "在学历照片和学位照片两处上传，取得证书后再替换",
            group=_PAPERS,
            asked="graduated",
        ),
        DossierField(
            "certificate_promised",
            "预计取得证书的日期",
            DATE,
            required="pending",
            help="勾选“证书待取得”时填写，编号可以不填",
            group=_PAPERS,
        ),
        DossierField(
            "diploma_number",
            "毕业证书编号",
            CERTIFICATE,
            required="diploma",
            where="毕业证书“证书编号”一栏，一般为 17 或 18 位，也可在学信网查询。",
            group=_PAPERS,
            longest=40,
            asked="graduated",
        ),
        DossierField(
            "degree_number",
            "学位证书编号",
            CERTIFICATE,
            required="degree-certificate",
            where="学位证书“证书编号”一栏，一般为 16 位，也可在学信网查询。",
            group=_PAPERS,
            longest=40,
            asked="degree",
        ),
    ),
)

WORK = DossierSection(
    key="work",
    title="工作经历信息",
    path="/me/dossier/employments/",
    row_name="工作经历",
    fields=(DossierField("has_work", "是否有工作经历", YES_NO, required=NEVER),),
    row=(
        DossierField("employer", "工作单位", longest=80),
        DossierField("post", "岗位或职务", longest=40),
        DossierField("started", "开始日期", DATE),
        DossierField("ended", "结束日期", DATE, required=NEVER, help="仍在职的不填"),
        DossierField("note", "说明", LONG_TEXT, required=NEVER, longest=200),
    ),
)

LICENCE = DossierSection(
    key="licence",
    title="执业资格信息",
    path="/me/dossier/licence/",
    fields=(
        DossierField(
            "licence_held",
            "是否已取得医师资格",
            YES_NO,
            help="没有取得的选“否”即可，以下不填，填过的也不会提交；不影响报名",
            group=_QUALIFIED,
        ),
        DossierField(
            "qualification_number",
            "医师资格证书编码",
            QUALIFICATION,
            required="licence",
            help="24 位或 27 位",
            where="医师资格证书“证书编码”一栏，第 10 位起是本人身份证号；"
            "也可在国家卫生健康委员会网站“医生执业注册信息”查询。",
            group=_QUALIFIED,
            longest=40,
        ),
        DossierField(
            "qualification_date",
            "取得资格日期",
            DATE,
            required="licence",
            where="医师资格证书的签发日期。",
            group=_QUALIFIED,
        ),
        DossierField(
            "licence_category",
            "类别",
            CHOICE,
            "licence_categories",
            "licence",
            where="医师资格证书“类别”一栏。",
            group=_QUALIFIED,
        ),
        DossierField(
            "practising_number",
            "医师执业证书编码",
            PRACTISING,
            required=NEVER,
            help="15 位；还没有注册的不填",
            where="医师执业证书“执业证书编码”一栏。",
            group=_REGISTERED,
            longest=20,
            asked="licence",
        ),
        DossierField("practising_date", "执业证书签发日期", DATE, required="practising", group=_REGISTERED),
        DossierField(
            "licence_scope",
            "执业范围",
            required="practising",
            where="医师执业证书“执业范围”一栏，如“内科专业”。",
            group=_REGISTERED,
            longest=60,
        ),
    ),
)

DOCUMENTS = DossierSection(key="documents", title="证明材料", path="/me/dossier/documents/")

SECTIONS: tuple[DossierSection, ...] = (BASICS, EDUCATION, WORK, LICENCE, DOCUMENTS)
BY_KEY = {section.key: section for section in SECTIONS}
