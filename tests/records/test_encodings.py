"""The encoding of a text is found out from its bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.records.encodings import can_decode, guess_encoding

SAMPLES = {
    "gb18030": "出口商,收货人,货物描述\n深圳市华强电子有限公司,上海贸易公司,显卡",
    "big5": "出口商,收貨人,貨物描述\n新竹科學園區積體電路股份有限公司,臺北貿易公司,顯示卡",
    "cp949": "수출자,수하인,품명\n서울전자 주식회사,부산무역,그래픽 카드",
    "cp1252": "exportador,consignatário,descrição\nSociété Générale,Müller & Söhne,peças",
    "utf-16-le": "exporter,consignee\nAlder,Birch",
    "utf-16-be": "exporter,consignee\nAlder,Birch",
}


@pytest.mark.parametrize(("encoding", "text"), SAMPLES.items())
def test_an_encoding_is_told_by_its_bytes(encoding, text):
    assert guess_encoding(text.encode(encoding), is_utf8=False) == encoding


@pytest.mark.parametrize("text", SAMPLES.values())
def test_text_that_is_utf_8_is_utf_8(text):
    assert guess_encoding(text.encode(), is_utf8=True) == "utf-8"
    assert guess_encoding(text.encode("utf-8-sig"), is_utf8=True) == "utf-8-sig"


def test_utf_8_with_one_broken_letter_stays_utf_8():
    assert guess_encoding(SAMPLES["cp949"].encode()[:-1], is_utf8=False) == "utf-8"


@given(st.binary(max_size=300))
def test_any_bytes_get_an_encoding_that_decodes(data):
    name = guess_encoding(data, is_utf8=False)
    assert can_decode(name)
    data.decode(name, "replace")


def test_what_python_cannot_decode_is_known():
    assert can_decode("cp1251")
    assert not can_decode("cp99999")
    assert not can_decode("base64")
