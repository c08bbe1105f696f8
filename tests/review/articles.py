"""Invented news that editors review in these tests."""

from __future__ import annotations

TALKS = (
    "وزير الخارجية الإيراني يلتقي وفد الأمم المتحدة\n\n"
    "قال وزير الخارجية الإيراني سامر الراوي إن بلاده مستعدة للحوار. وأضاف أن طهران لن تتراجع عن موقفها.\n\n"
    "وأعلن مركز الواحة أن اللقاء سيعقد في جنيف يوم الأربعاء.\n\n"
    "والتقى الوزير الأمين العام للأمم المتحدة في نيويورك.\n"
)
LATER = (
    "مركز الواحة يدعو إلى حوار جديد\n\n"
    "دعا مركز الواحة الأطراف إلى حوار جديد. وقال مركز الواحة إن اللقاء المقبل سيعقد في جنيف يوم الخميس."
    " وأكدت الأمم المتحدة أن الحوار ضروري.\n"
)
"""Another article that names the same unknown centre."""
CENTRE = "org-gulf-research-center"
"""A row of the authority that nobody has called by the centre's name."""


def place(text: str, words: str, n: int = 1) -> list[int]:
    """Return where the *n*-th occurrence of *words* stands, as [start, end]."""
    start = -1
    for _ in range(n):
        start = text.index(words, start + 1)
    return [start, start + len(words)]
