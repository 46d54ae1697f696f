"""Made-up tables of shipments for the tests of guessing, in the names of other systems."""

import csv
import random
from datetime import date, timedelta
from pathlib import Path

NAMES = {
    "id": ("Declaration Line ID", "RECORD_ID", "recordId"),
    "day": ("Date of Export", "Fecha de Embarque", "shipmentDate"),
    "from": ("Shipper Name", "EXPORTER_NAME", "exporterName"),
    "from_country": ("Exporter Country", "País del Exportador", "ShipperCountryCode"),
    "to": ("Ultimate Consignee", "Destinatario", "consigneeName"),
    "to_country": ("Consignee Country", "CONSIGNEE_COUNTRY", "consigneeCountry"),
    "hs": ("HTS Number", "Partida Arancelaria", "hsCode"),
    "goods": ("Description of Goods", "DESCRIPCION_COMERCIAL", "goodsDescription"),
    "pieces": ("Qty", "CANTIDAD", "quantity"),
    "gross": ("Gross Wt (kg)", "PESO_BRUTO", "grossWeightKg"),
    "worth": ("Total Value USD", "VALOR FOB US$", "totalValueUsd"),
    "mode": ("Mode of Transport", "Vía de Transporte", "transportMode"),
    "remark": ("Clerk's remark", "OBSERVACION", "freeText"),
}
FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d %b %Y")


def rows(count: int, seed: int) -> list[dict[str, str]]:
    """Make plain shipments with invented parties."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        day = date(2025, 1, 1) + timedelta(days=chance.randrange(300))
        made.append(
            {
                "id": f"L{number:05d}",
                "day": day.strftime(FORMS[seed % 3]),
                "from": f"Northfield Components {chance.randrange(40)} Ltd",
                "from_country": chance.choice(("TW", "KR", "Malaysia", "USA", "VN")),
                "to": f"Quillhaven Data {chance.randrange(60)} Sdn Bhd",
                "to_country": chance.choice(("SG", "MY", "United Arab Emirates", "IN")),
                "hs": chance.choice(("847150", "8473.30", "854231", "8517620000")),
                "goods": chance.choice(("server, rack-mounted", "PCIe card", "switch")),
                "pieces": str(chance.randrange(1, 400)),
                "gross": f"{chance.uniform(0.5, 900):.2f}",
                "worth": f"{chance.uniform(500, 9e5):,.2f}",
                "mode": chance.choice(("AIR", "sea", "Truck")),
                "remark": chance.choice(("", "seen", "none")),
            }
        )
    return made


def write_renamed(path: Path, count: int, seed: int) -> Path:
    """Write shipments under other names, columns shuffled, below three title rows."""
    order = list(NAMES)
    random.Random(seed).shuffle(order)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";" if seed % 2 else ",")
        writer.writerows([["Shipments of the quarter"], ["printed by a clerk"], []])
        writer.writerow([NAMES[key][seed % 3] for key in order])
        writer.writerows([row[key] for key in order] for row in rows(count, seed))
    return path
