"""Pinyin readings of Chinese names: without tones, as people type them."""

import re
from itertools import islice, product

from pypinyin import lazy_pinyin

HAN = "[\u3400-\u9fff\U00020000-\U0003fffd]"

_MOST_READINGS = 8

# Characters of place and school names that have two readings, or that many people read wrongly.
_SEVERAL = {
    "重": ("chong", "zhong"),
    "厦": ("xia", "sha"),
    "长": ("chang", "zhang"),
    "藏": ("zang", "cang"),
    "乐": ("le", "yue"),
    "朝": ("chao", "zhao"),
    "蚌": ("beng", "bang"),
    "都": ("du", "dou"),
    "六": ("liu", "lu"),
    "泌": ("mi", "bi"),
    "血": ("xue", "xie"),
    "亳": ("bo", "hao"),
    "漯": ("luo", "ta"),
    "濮": ("pu", "fu"),
    "会": ("hui", "kuai"),
    "解": ("jie", "xie"),
    "行": ("xing", "hang"),
    "朴": ("pu", "piao"),
    "尉": ("wei", "yu"),
    "莘": ("shen", "xin"),
}


def readings(name: str) -> tuple[tuple[str, ...], ...]:
    """The ways to read `name`, each as syllables; the usual one first, at most eight."""
    syllables: list[tuple[str, ...]] = []
    for character, usual in zip(name, _usual(name), strict=True):
        if usual:
            several = _SEVERAL.get(character, ())
            syllables.append((usual, *(other for other in several if other != usual)))
    return tuple(islice(product(*syllables), _MOST_READINGS))


def _usual(name: str) -> list[str]:
    """One syllable per character, read in context; a Latin letter or digit stands for itself, the rest is ''."""
    usual: list[str] = []
    for run in re.findall(f"{HAN}+|[^{HAN[1:-1]}]", name):
        read = lazy_pinyin(run) if re.match(HAN, run) else [run]
        usual += read if len(read) == len(run) else [lazy_pinyin(character)[0] for character in run]
    return [_letters(syllable) for syllable in usual]


def _letters(syllable: str) -> str:
    return "".join(letter for letter in syllable.lower() if letter.isascii() and letter.isalnum())
