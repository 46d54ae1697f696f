import pytest

from detector.goods.reading import read_words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("8x H100 80GB", 8),
        ("8 x NVIDIA Tesla A100", 8),
        ("NVIDIA H100 80GB x8", 8),
        ("H100 SXM5 x 4", 4),
        ("HGX H100 8-GPU", 8),
        ("GPU server 8 GPUs H100", 8),
        ("GPU服务器 8卡 H800", 8),
        ("八卡 A100 GPU服务器", 8),
        ("H100 80GB PCIe 350W", 0),
        ("NVIDIA L40S 48GB GDDR6", 0),
        ("GeForce RTX 4090 24GB 384-bit", 0),
    ],
)
def test_a_count_is_read_beside_the_name(text, count):
    assert read_words(text, "", "").count == count
