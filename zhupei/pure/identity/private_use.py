"""Characters that older systems kept in the private area, where the standard has a place for them by now.

GBK and GB 18030-2000 had no Unicode of their own for 80 characters, 䶮 among them, and put them at U+E815 to U+E864;
input methods and identity systems still write these. GB 18030-2005 and -2022 (annex D, with Unicode 3.0, 3.1 and 4.1)
give each its standard code point. Left out are the radicals among them, which stand in no name.
"""

# GB 18030 code, private code point, standard one.
_TABLE = """
    FE51 E816 20087  FE52 E817 20089  FE53 E818 200CC  FE55 E81A 3473  FE56 E81B 3447  FE59 E81E 9FB4
    FE5A E81F 359E   FE5B E820 361A   FE5C E821 360E   FE5F E824 396E  FE60 E825 3918  FE61 E826 9FB5
    FE62 E827 39CF   FE63 E828 39DF   FE64 E829 3A73   FE65 E82A 39D0  FE66 E82B 9FB6  FE67 E82C 9FB7
    FE68 E82D 3B4E   FE69 E82E 3C6E   FE6A E82F 3CE0   FE6C E831 215D7 FE6D E832 9FB8  FE6F E834 4056
    FE70 E835 415F   FE72 E837 4337   FE76 E83B 2298F  FE77 E83C 43B1  FE78 E83D 43AC  FE7A E83F 43DD
    FE7B E840 44D6   FE7C E841 4661   FE7D E842 464C   FE7E E843 9FB9  FE80 E844 4723  FE81 E845 4729
    FE82 E846 477C   FE83 E847 478D   FE85 E849 4947   FE86 E84A 497A  FE87 E84B 497D  FE88 E84C 4982
    FE89 E84D 4983   FE8A E84E 4985   FE8B E84F 4986   FE8C E850 499F  FE8D E851 499B  FE8E E852 49B7
    FE8F E853 49B6   FE90 E854 9FBA   FE91 E855 241FE  FE92 E856 4CA3  FE93 E857 4C9F  FE94 E858 4CA0
    FE95 E859 4CA1   FE96 E85A 4C77   FE97 E85B 4CA2   FE98 E85C 4D13  FE99 E85D 4D14  FE9A E85E 4D15
    FE9B E85F 4D16   FE9C E860 4D17   FE9D E861 4D18   FE9E E862 4D19  FE9F E863 4DAE  FEA0 E864 9FBB
"""
_CODES = _TABLE.split()
STANDARD = {
    int(private, 16): chr(int(standard, 16)) for private, standard in zip(_CODES[1::3], _CODES[2::3], strict=True)
}


def standard(text: str) -> str:
    """The text with standard characters, wherever exactly one is known; what is left in the private area stays."""
    return text.translate(STANDARD)


def unmapped(character: str) -> str:
    """What to say of a character that stays in the private area, behind its place."""
    told = f"“{character}”（U+{ord(character):04X}）是自造字，其他电脑无法显示"
    return f"{told}，请用拼音或手写输入法重新输入标准字；输不出的，请联系技术支持"
