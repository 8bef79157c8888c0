"""What everybody may read without an account."""

import uuid

from django.db import models

from zhupei.bases.models import Track


class Announcement(models.Model):
    """公告: shown from `published_at` on; without it, a draft."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField("标题", max_length=120)
    body = models.TextField("正文")
    pinned = models.BooleanField("置顶", default=False)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公告"
        ordering = ["-pinned", "-published_at"]

    def __str__(self) -> str:
        return self.title


class Template(models.Model):
    """模版下载: a blank form, drawn by `pure.paper` from its `kind` and kept, so that a download costs one row."""

    kind = models.SlugField(max_length=40, primary_key=True)
    title = models.CharField("名称", max_length=80)
    hint = models.CharField("说明", max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    pdf = models.BinaryField(null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "模版"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


class Page(models.Model):
    """A standing text: 报名流程, 操作须知."""

    slug = models.SlugField(max_length=40, primary_key=True)
    title = models.CharField("标题", max_length=80)
    body = models.TextField("正文")

    class Meta:
        verbose_name = verbose_name_plural = "固定页面"

    def __str__(self) -> str:
        return self.title


class SupportContact(models.Model):
    """Technical support of a track, shown in the same place on every page."""

    track = models.CharField("类别", max_length=10, choices=Track, primary_key=True)
    name = models.CharField("名称", max_length=40)
    phone = models.CharField("电话", max_length=40)
    hours = models.CharField("时间", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "技术支持"
