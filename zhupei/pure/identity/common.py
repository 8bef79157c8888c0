"""Pieces that guessed passwords are made of, in lower case: words, numbers and the runs of the keyboard.

A short list of habits, Chinese ones included; it need not be complete, because the rules of
`guessing` look at what remains of a password when these pieces are taken away.
"""

_WORDS = """
    password passwd pass admin administrator root user guest test login welcome hello letmein master
    secret superman batman dragon monkey shadow sunshine princess football baseball iloveyou loveyou
    love lover forever freedom whatever michael jordan kobe charlie qwerty qwert asdf zxcv china chinese
    woaini woaiwo woaiwojia aini aiwo woshi nihao nihaoma mima wodemima baobao baobei laopo laogong
    qinaide tiantang kuaile xingfu jiayou xiexie zhongguo zhonghua woaizhongguo shengri
    kunming yunnan dali lijiang qujing yuxi chuxiong honghe wenshan baoshan zhaotong puer lincang
    beijing shanghai guangzhou shenzhen chengdu chongqing guizhou sichuan
    yisheng yiyuan yixue yike yida kmmu kmykdx kunyi zhupei guipei zhuyuan zhuyuanyishi yishi peixun xueyuan
    xuesheng doctor hospital medical medicine nurse student
    wang zhang liu chen yang huang zhao zhou zhu guo lin gao luo zheng liang song tang
    weixin wechat taobao baidu tencent alipay huawei xiaomi iphone apple google windows computer internet
"""
_NUMBERS = """
    520 521 1314 5201314 5211314 1314520 1314521 147258369 147258 159357 110 119 120 168 007
"""
WORDS = frozenset(_WORDS.split())
NUMBERS = frozenset(_NUMBERS.split())

_ROWS = (
    "01234567890",
    "1234567890-=",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop[]\\",
    "asdfghjkl;'",
    "zxcvbnm,./",
)
_COLUMNS = (
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "qazwsxedcrfvtgbyhnujmikolp",
    "qaz1wsx2edc3rfv4",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "a1b2c3d4e5f6g7h8i9j0",
    "147258369",
    "789456123",
    "741852963",
)
RUNS = tuple(run for path in (*_ROWS, *_COLUMNS) for run in (path, path[::-1]))

# The characters of the number row and the right edge with shift held, back to the key itself.
SHIFTED = str.maketrans('!@#$%^&*()_+{}|:"<>?', "1234567890-=[]\\;',./")
# P@ssw0rd reads password; the digit 1 stands for i or for l.
DISGUISES = (str.maketrans("@0134$57!", "aoieassti"), str.maketrans("@0134$57!", "aoleassti"))
