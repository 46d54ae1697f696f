import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.goods.catalogue import names
from detector.goods.reading import read_words

NAMED = [
    ("NVIDIA H100 80GB PCIe GPU", "h100-pcie"),
    ("NVIDIA H100 SXM5 80GB module", "h100-sxm"),
    ("NVIDIA H100 NVL 94GB", "h100-nvl"),
    ("H100-PCIE-80GB", "h100-pcie"),
    ("Nvidai H1OO 80GB accelerator", "h100-pcie"),
    ("nvidia h200 141gb sxm", "h200-sxm"),
    ("NVIDIA H200 NVL", "h200-nvl"),
    ("NVIDIA A100 80GB PCIe", "a100-pcie"),
    ("Tesla A100 SXM4", "a100-sxm"),
    ("NVIDIA A800 80GB", "a800"),
    ("NVIDIA L40 48GB", "l40"),
    ("NVIDIA L40S 48GB", "l40s"),
    ("GeForce RTX 4090 24GB", "rtx-4090"),
    ("GEFORCE RTX4090D", "rtx-4090d"),
    ("RTX 4090 D 24G", "rtx-4090d"),
    ("RXT 4090 gaming card", "rtx-4090"),
    ("AMD Instinct MI300X OAM", "mi300x"),
    ("Intel Gaudi 3 OAM HL-325L", "gaudi3"),
    ("英伟达 H800 加速卡", "h800"),
    ("그래픽카드 RTX 5090", "rtx-5090"),
    ("NVIDIA製 H100 搭載サーバー", "generic-8gpu-hopper"),
    ("Tarjeta gráfica NVIDIA RTX 4090", "rtx-4090"),
    ("Grafikkarte NVIDIA L40S", "l40s"),
    ("Видеокарта NVIDIA A100 80GB", "a100-pcie"),
    ("видеокарта Н100 80GB", "h100-pcie"),
    ("900-21010-0000-000", "h100-pcie"),
    ("900 21010 0000 000", ""),
    ("GPU board P/N 900-2G133-0080-000", "l40s"),
    ("Dell PowerEdge XE9680 server", "dell-xe9680"),
    ("SYS-821GE-TNHR", "smc-821ge"),
    ("DGX H100 system", "dgx-h100"),
    ("HGX H100 8-GPU baseboard", "hgx-h100"),
    ("HGX H100 GPU server", "generic-8gpu-hopper"),
    ("GB200 NVL72 rack", "gb200-nvl72"),
    ("NVIDIA GB300 NVL72", "gb300-nvl72"),
    ("Server, 8x NVIDIA H200 SXM 141GB", "generic-8gpu-hopper"),
    ("NVIDIA H100 80GB with power cable", "h100-pcie"),
    ("H200 GPU modules, passive heatsink", "h200-sxm"),
    ("NVIDIA H100 80GB PCIe passive heatsink", "h100-pcie"),
    ("NVIDIA H100 PCIe GPU bracket and cable included", "h100-pcie"),
    ("NVIDIA H100 PCIe GPU and power cables", "h100-pcie"),
    ("GeForce RTX™ 4090 24GB triple fan", "rtx-4090"),
    ("NVIDIAH100 80GB", "h100-pcie"),
    ("ASUS TUF-RTX4090-O24G-GAMING", "rtx-4090"),
    ("8U chassis, 8x NVIDIA H100 SXM5", "h100-sxm"),
    ("AI server for data center XE9680", "dell-xe9680"),
    ("POWEREDGE XE9680 8X H100 SXM 80GB 2X XEON 8480 2TB RAM", "dell-xe9680"),
    ("SUPERMICRO AS-8125GS-TNHR, 8*H100, 2*EPYC 9554, 24*64GB DDR5", "smc-8125gs"),
    ("HPE NVIDIA H100 80GB PCIe Accelerator R9S41C", "h100-pcie"),
    ("NVIDIA RTX PRO 6000 BLACKWELL SERVER EDITION", "rtx-pro-6000"),
    ("PNY RTX 6000 ADA 48GB", "rtx-6000-ada"),
    ("MI-300X AMD", "mi300x"),
    ("USED NVIDIA A100 SXM4 40GB (PULLED)", "a100-sxm"),
    ("NVIDIA DGX H100 640GB (8X H100)", "dgx-h100"),
    ("ускоритель NVIDIA H100", "h100-pcie"),
    ("엔비디아 A100 PCIe 80GB", "a100-pcie"),
    ("servidor Dell PowerEdge XE9680 con 8 GPU H100", "dell-xe9680"),
]
NOT_NAMED = [
    "RTX A1000 graphics card",
    "NVIDIA RTX 4000 Ada",
    "H1000 pump",
    "A 100 pcs of valves",
    "100 A fuse",
    "L400 bracket",
    "hydraulic valve H100",
    "GT 1030 graphics card",
    "laptop with RTX 4090",
    "AMD EPYC 9654 processor",
    "B2000 NVIDIA",
    "",
]
ASIDE = [
    ("heatsink for H100", "cooling"),
    ("H100 heatsink", "cooling"),
    ("Kühlkörper für NVIDIA A100", "cooling"),
    ("H100用ヒートシンク", "cooling"),
    ("disipador para NVIDIA H100", "cooling"),
    ("H100 散热器", "cooling"),
    ("cable, power, DGX H100", "cable"),
    ("power cable for DGX H100", "cable"),
    ("NVLink bridge for H100 NVL", "cable"),
    ("mounting bracket, RTX 4090", "part"),
    ("PowerEdge XE9680 barebone", "part"),
    ("PowerEdge XE9680 without GPU", "server"),
    ("XE9680 sin GPU", "server"),
    ("XE9680 服务器 不含GPU", "server"),
    ("chassis for DGX H100", "part"),
    ("DGX H100 rail kit", "part"),
    ("dummy module H100", "part"),
    ("B200 lithium battery", "power"),
    ("water block for NVIDIA H100 / H200", "cooling"),
    ("power cables for H100, H200 and A100", "cable"),
    ("spare fan for DGX H100 system", "cooling"),
    ("H100 compatible power supply", "power"),
    ("passive heatsink for H100", "part"),
]
CLASSES = [
    ("laptops", "computer"),
    ("Rack server Dell PowerEdge R750 Xeon Gold 6338 2x 32GB RAM SSD 960GB", "server"),
    ("Server memory DDR4 32GB RDIMM", "memory"),
    ("server power supply", "power"),
    ("CPU AMD EPYC 9654", "cpu"),
    ("power adapter 12V", "power"),
    ("显卡", "gaming_card"),
    ("GPU服务器", "accelerator_server"),
    ("AI 서버", "accelerator_server"),
    ("servidor de IA", "accelerator_server"),
    ("SXM5 GPU module", "accelerator_module"),
    ("NVIDIA 加速卡", "accelerator_card"),
    ("toys", "other"),
    ("smartphones", "other_electronics"),
    ("optical transceiver QSFP28", "network"),
]
VAGUE = [
    "computer parts",
    "adapter",
    "ADAPTERS",
    "controller modules",
    "Electronic components - modules",
    "spare parts",
    "电脑配件",
    "控制模块",
    "電子部品",
    "컴퓨터 부품",
    "Ersatzteile",
    "módulos",
    "компьютерные комплектующие",
    "computer part",
    "controler module",
]
NOT_VAGUE = ["ultrasonic flow control unit", "power adapter 12V", "spare parts for pump", "toys"]


@pytest.mark.parametrize(("text", "item"), NAMED)
def test_a_name_is_read_in_the_description(text, item):
    reading = read_words(text, "", "")
    assert (reading.item if not reading.is_accessory else "") == item


@pytest.mark.parametrize(("text", "item"), NAMED)
def test_a_name_is_read_in_the_model_beside_vague_words(text, item):
    reading = read_words("computer parts", text, "")
    assert reading.item == item
    assert reading.named_in == ("model" if item else "")


@pytest.mark.parametrize("text", NOT_NAMED)
def test_a_near_miss_is_no_name(text):
    reading = read_words(text, "", "")
    assert reading.is_accessory or reading.item == ""


@pytest.mark.parametrize(("text", "goods_class"), ASIDE)
def test_what_goods_are_for_is_not_what_they_are(text, goods_class):
    reading = read_words(text, "", "")
    assert (reading.is_accessory, reading.goods_class) == (True, goods_class)


@pytest.mark.parametrize(("text", "goods_class"), CLASSES)
def test_ordinary_words_tell_a_class(text, goods_class):
    reading = read_words(text, "", "")
    assert (reading.item, reading.goods_class) == ("", goods_class)


@pytest.mark.parametrize("text", VAGUE)
def test_words_that_could_stand_for_anything_are_vague(text):
    assert read_words(text, "", "").is_vague


@pytest.mark.parametrize("text", NOT_VAGUE)
def test_words_that_tell_something_are_not_vague(text):
    assert not read_words(text, "", "").is_vague


def test_a_bare_name_needs_company():
    assert read_words("H100", "", "").how == "bare"
    assert read_words("H100", "", "NVIDIA").how == "name"
    assert read_words("H100 80GB", "", "").how == "name"
    assert read_words("", "900-21010-0000-000", "").how == "part number"


def test_an_accelerator_inside_a_server_is_told_beside_the_server():
    reading = read_words("PowerEdge XE9680 with 8x H200", "", "")
    assert (reading.item, reading.accelerator, reading.count) == ("dell-xe9680", "h200-sxm", 8)


def test_a_workstation_is_a_computer_with_cards_inside():
    reading = read_words("workstation with 4x RTX 4090", "", "")
    assert (reading.goods_class, reading.accelerator, reading.count) == ("computer", "rtx-4090", 4)


@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=20))
@settings(max_examples=200, deadline=None)
def test_no_text_makes_it_fail(description, model, brand):
    reading = read_words(description, model, brand)
    assert reading.item == "" or reading.item in names().items
    assert reading == read_words(description, model, brand)


@pytest.mark.parametrize(
    "text",
    ["A" * 10_000, "H100 " * 5_000, "=cmd|'/c calc'!A1", "<script>alert(1)</script>", "\x00\ufffd"],
)
def test_hostile_text_is_read_like_any_other(text):
    read_words(text, text, text)
