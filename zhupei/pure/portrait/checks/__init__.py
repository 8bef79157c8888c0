"""The checks of a portrait: functions `(subject, PortraitLimits) -> Check`, one module per subject.

`file` asks the file, `ground` the background, `head` and `light` the one face. To add a check, write it and
name it in `portrait.verify`. Measures and thresholds: imaging.md "Portrait: verify".
"""
