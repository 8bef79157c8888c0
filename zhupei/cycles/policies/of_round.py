"""The policies of a round (domain section 10): what the notice says about choosing, submitting and correcting."""

from zhupei.cycles.policies.fields import Hours, Number, Switch
from zhupei.cycles.policies.groups import Group, SettingSection, Values, of_columns
from zhupei.kernel.refusals import Refusal

APPLYING = (
    SettingSection(
        "志愿与提交",
        "",
        (
            Number(
                name="max_choices",
                label="最多志愿数",
                default=3,
                low=1,
                high=10,
                unit="个",
                notice="每名学员在同一培训基地最多填报 {}专业志愿，按志愿顺序录取。",
            ),
            Number(
                name="submissions_limit",
                label="提交次数上限",
                default=None,
                low=1,
                high=99,
                unit="次",
                empty="不限",
                notice="本轮每名学员提交报名的次数：{}（取消后再次提交也计一次）。",
                help="留空表示不限。已经超过新上限的学员不能再提交，已提交的不受影响。",
            ),
            Switch(
                name="show_competition",
                label="公开报名人数",
                default=True,
                yes="公开",
                no="不公开",
                notice="招录计划中公布各专业已报名人数。",
                otherwise="报名期间不公布各专业已报名人数。",
            ),
        ),
    ),
    SettingSection(
        "审核与补正",
        "",
        (
            Hours(
                name="correction_grace",
                label="补正宽限",
                default=48,
                low=0,
                high=240,
                notice="材料被退回的，须在报名截止前或退回后 {}内改好并重新提交，以较晚的为准。",
                help="0 小时：报名截止后一律不能补正。只影响之后的退回。",
            ),
            Switch(
                name="onsite_required",
                label="需现场审核",
                default=True,
                yes="需要",
                no="不需要",
                notice="网上审核通过后，须持报名表和材料原件到所报基地现场审核。",
                otherwise="网上审核通过即可参加考试，不另行现场审核。",
            ),
        ),
    ),
)

SIZES = (
    SettingSection(
        "免冠照片",
        "",
        (
            Number(
                name="portrait_min_width",
                label="照片最小宽度",
                default=413,
                low=200,
                high=2000,
                unit="像素",
                notice="照片宽度不小于 {}。",
            ),
            Number(
                name="portrait_min_height",
                label="照片最小高度",
                default=526,
                low=200,
                high=3000,
                unit="像素",
                notice="照片高度不小于 {}。",
            ),
            Number(
                name="portrait_min_kb",
                label="照片最小文件",
                default=150,
                low=1,
                high=5000,
                unit="KB",
                notice="照片文件不小于 {}。",
            ),
            Number(
                name="portrait_max_kb",
                label="照片最大文件",
                default=500,
                low=50,
                high=10_000,
                unit="KB",
                notice="照片文件不大于 {}。",
            ),
        ),
    ),
    SettingSection(
        "证明材料",
        "",
        (
            Number(
                name="document_max_mb",
                label="材料最大文件",
                default=10,
                low=1,
                high=20,
                unit="MB",
                notice="每份材料文件不超过 {}。",
            ),
        ),
    ),
)


def _sizes_fit(values: Values) -> Refusal | None:
    if values["portrait_min_kb"] <= values["portrait_max_kb"]:
        return None
    return Refusal("policy:sizes", "照片最小文件不能大于照片最大文件。", field="portrait_min_kb")


GROUPS = (
    Group(
        name="applying",
        title="志愿、提交与补正",
        about="学员能填几个志愿、提交几次，退回后多久内补正。",
        scope="round",
        **of_columns(APPLYING),
    ),
    Group(
        name="sizes",
        title="照片和材料的大小",
        about="上传时检查；已经上传的不重新检查。",
        scope="round",
        together=_sizes_fit,
        **of_columns(SIZES),
    ),
)
