"""The small code lists, against facts of their standards."""

from zhupei.pure.reference import codes


def test_fifty_six_peoples_then_others() -> None:
    peoples = codes.ethnicities()
    assert len(peoples) == 58
    assert [each.code for each in peoples] == [f"{number:02d}" for number in range(1, 57)] + ["97", "98"]
    by_code = {each.code: each.name for each in peoples}
    assert by_code["01"] == "汉族"
    assert by_code["18"] == "傣族"
    assert by_code["27"] == "纳西族"
    assert by_code["33"] == "羌族"
    assert by_code["56"] == "基诺族"


def test_marital_status_offers_the_five_main_answers() -> None:
    assert [each.code for each in codes.marital_statuses() if each.offered] == ["10", "20", "30", "40", "90"]
    assert {each.code for each in codes.marital_statuses() if each.parent == "20"} == {"21", "22", "23"}


def test_nationalities_begin_with_china_and_are_unique() -> None:
    nations = codes.nationalities()
    assert [each.name for each in nations[:4]] == ["中国", "中国香港", "中国澳门", "中国台湾"]
    assert len(nations) == 249
    for field in ("code", "alpha2", "numeric", "name"):
        assert len({getattr(each, field) for each in nations}) == len(nations), field
    assert {each.code: each.name for each in nations}["MMR"] == "缅甸"


def test_education_levels_order_from_high_to_low() -> None:
    levels = codes.education_levels()
    assert [each.code for each in levels] == sorted(each.code for each in levels)
    offered = {each.code: each.label for each in levels if each.offered}
    assert list(offered) == ["11", "14", "21", "31", "41"]
    assert offered["21"] == "大学本科"
    assert all(each.completed for each in levels if each.offered)
    known = {each.code for each in levels}
    assert all(each.parent in known for each in levels if each.parent)


def test_degrees_say_their_level_and_source() -> None:
    degrees = {each.code: each for each in codes.degrees()}
    assert degrees["410"].name == "医学学士学位"
    assert degrees["345"].name == "临床医学硕士专业学位"
    assert {code for code, each in degrees.items() if each.source == "own"} == {"0", "2Z1", "3Z1"}
    assert all(len(code) <= 3 for code in degrees)
    assert {"0", "345", "410"} <= {code for code, each in degrees.items() if each.offered}


def test_licence_categories_fit_the_qualification_number() -> None:
    assert all(len(each.code) == 2 and each.code.isdigit() for each in codes.licence_categories())
