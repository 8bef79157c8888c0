"""Devices and networks as a person may recognise them, and who is counted as one address."""

import pytest

from zhupei.accounts import labels


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36",
            "Windows 上的 Chrome",
        ),
        ("Mozilla/5.0 (Windows NT 6.1) Chrome/86.0 Safari/537.36 QIHU 360SE", "Windows 上的 360 浏览器"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537.36 Edg/120", "Windows 上的 Edge"),
        ("Mozilla/5.0 (Linux; Android 12; HarmonyOS) HuaweiBrowser/14 Safari", "鸿蒙 上的 华为浏览器"),
        ("Mozilla/5.0 (Linux; Android 13) Chrome/116 MicroMessenger/8.0", "安卓 上的 微信"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Version/17.0 Safari/604.1", "iPhone 上的 Safari"),
        ("curl/8", "未知设备"),
        ("", "未知设备"),
    ],
)
def test_devices(agent: str, label: str) -> None:
    assert labels.device(agent) == label
    assert len(label) <= 80


@pytest.mark.parametrize(
    ("address", "network", "subject"),
    [
        ("198.51.100.7", "198.51.100.*", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.*", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::*", "2001:db8:1:2::/64"),
        ("unix:", "未知网络", "unknown"),
        ("", "未知网络", "unknown"),
    ],
)
def test_networks(address: str, network: str, subject: str) -> None:
    assert labels.network(address) == network
    assert labels.throttle_subject(address) == subject
