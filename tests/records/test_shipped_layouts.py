"""Made-up lines in the shape of each source land in the contract's columns."""

import json

from detector.records import LoadPlan, load_files


def load(con, fetch, path, columns, **plan):
    (report,) = load_files(con, [path], LoadPlan(**plan))
    assert report.is_accounted
    return report.layout, fetch(f"select {columns} from shipments order by line")


def test_us_export_filings(con, write, fetch):
    text = (
        "ITN,Line Number,Date of Export,USPPI Name,Ultimate Consignee Name,Ultimate Consignee Type,"
        "Country of Ultimate Destination,Method of Transportation,Schedule B Number,Quantity 1,"
        "Unit of Measure 1,Shipping Weight,Value,ECCN,License Code,"
        "Routed Export Transaction Indicator,Domestic or Foreign Indicator\n"
        "X20250309000001,1,03/25/2025,Alder Inc,Birch Pte,R,SG,41,8471.80.4000,8,NO,120,250000,"
        "4A090,C33,Y,D\n"
        "X20250309000001,2,03/04/2025,Alder Inc,Birch Pte,D,Malaysia,11,8471804000,8,NO,9,1,,,N,F\n"
    )
    layout, rows = load(
        con,
        fetch,
        write(text),
        "shipment_id, shipped_on::varchar, consignee_country, transport_mode, hs_code, "
        "quantity_unit, consignee_type, routed_export, origin_country, exporter_country",
    )
    assert layout == "us_aes"
    assert [row[:7] for row in rows] == [
        ("X20250309000001/1", "2025-03-25", "SG", "air", "8471804000", "unit", "reseller"),
        ("X20250309000001/2", "2025-03-04", "MY", "sea", "8471804000", "unit", "end-user"),
    ]
    assert [row[7:] for row in rows] == [(True, "US", "US"), (False, None, "US")]


def test_us_manifests_joined_flat(con, write, fetch):
    text = (
        "identifier,estimated_arrival_date,actual_arrival_date,port_of_unlading,"
        "foreign_port_of_lading,manifest_quantity,manifest_unit,weight,weight_unit,"
        "shipper_party_name,shipper_city,shipper_country_code,consignee_name,consignee_country_code,"
        "notify_party_name,description_text,harmonized_number,carrier_code,house_bol_number\n"
        'B1,2025-03-08,2025-03-09,"Los Angeles, California",Shanghai,4,CTN,100,Pounds,Alder,'
        "Shanghai,CN,Birch,,Cedar,SERVERS,847180,ABCD,H1\n"
        "B1,2025-03-08,,Nowhere Port,Shanghai,4,CTN,1.5,Metric Ton,Alder,Shanghai,CN,Birch,US,,"
        "CABLES,,ABCD,H1\n"
    )
    layout, rows = load(
        con,
        fetch,
        write(text),
        "shipment_id, shipped_on::varchar, gross_weight_kg, packages, port_of_lading, "
        "port_of_unlading, consignee_country, transport_mode, record_source",
    )
    assert layout == "us_ams"
    assert rows == [
        ("B1", "2025-03-09", 45.359237, 4, "CNSHA", "USLAX", "US", "sea", "bill-of-lading"),
        ("B1/2", "2025-03-08", 1500.0, 4, "CNSHA", None, "US", "sea", "bill-of-lading"),
    ]
    assert fetch("select column_name, value from rejects") == [("port_of_unlading", "Nowhere Port")]


def test_panjiva_bills(con, write, fetch):
    text = (
        "Bill of Lading Number,Arrival Date,Consignee,Consignee (Original Format),Shipper,"
        "Shipper (Original Format),Notify Party,Carrier,Port of Discharge (D),"
        "Port of Loading (F),Country of Origin (F),Kilos,Value,Goods Shipped,Qty,Pckg,HS2,HS6\n"
        "P1,2025-03-09,,BIRCH INC,Alder,ALDER CO,,Dogwood,Los Angeles,Busan,South Korea,120,"
        '"$5,000",GPU SERVERS,12 CTN,CTN,84,847180; 847330\n'
    )
    layout, rows = load(
        con,
        fetch,
        write(text),
        "consignee, exporter, exporter_country, hs_code, value, packages, port_of_lading, currency",
    )
    assert layout == "panjiva"
    assert rows == [("BIRCH INC", "Alder", "KR", "847180", 5000.0, 12.0, "KRPUS", "USD")]
    assert fetch("select reason from rejects") == [("2 tariff codes: the first is taken",)]


def test_a_bill_of_lading_in_usual_names(con, write, fetch):
    text = (
        "BL_NO,ETD,Shipper Name,Shipper Country,Consignee Name,Consignee Country,POL,POD,"
        "HS Code,Goods Description,Gross Weight,Weight Unit,Qty,Unit\n"
        "L1,9-Mar-2025,Alder,Taiwan,Birch,Hong Kong,TWKHH,HKHKG,8471.80,Servers,2,MT,8,PCS\n"
        "L1,9-Mar-2025,Alder,Taiwan,Birch,Hong Kong,TWKHH,HKHKG,8544,Cables,500,g,8,PCS\n"
    )
    layout, rows = load(
        con, fetch, write(text), "shipment_id, shipped_on::varchar, gross_weight_kg, hs_code"
    )
    assert layout == "bill_of_lading"
    assert rows == [("L1", "2025-03-09", 2000.0, "847180"), ("L1/2", "2025-03-09", 0.5, "8544")]


def test_korean_declarations(con, write, fetch):
    text = (
        "Declaration ID,Date,Office ID,Mode of Transport,Declarant ID,Importer ID,Seller ID,"
        "Courier ID,HS6 Code,Country of Departure,Country of Origin,Net Mass,Item Price,Fraud\n"
        "1,2020-01-02,30,40,D1,I1,S1,,90121,NA,ZZ,108.0,372254.4,1\n"
    )
    layout, rows = load(
        con,
        fetch,
        write(text),
        "exporter_country, origin_country, hs_code, transport_mode, currency, "
        "value_usd between 310 and 330, extra->>'Fraud'",
    )
    assert layout == "korea_customs"
    assert rows == [("NA", None, "090121", "air", "KRW", True, "1")]


LISTED = (
    "name, aliases, country, address, programme, listed_on::varchar from watchlist order by line"
)


def entry(**changed):
    given = {
        "name": "Alder Works",
        "aliases": [],
        "country": "China",
        "address": None,
        "status": None,
        "effective_date": None,
        "federal_register": "76 FR 71869,\n11/2/11.\n80 FR 100, 1/30/15",
        "notes": None,
    }
    return given | changed


def test_a_us_list_takes_the_first_notice_where_no_effective_date_is_stated(con, write, fetch):
    entities = [
        entry(aliases=["AW", "Alder"], address="1 Oak Rd, Kabul; and 2 Elm Rd"),
        entry(name="Birch", effective_date="June 10, 2022", country="Crimea Region of Ukraine"),
        entry(name="Cedar", effective_date="2021-08-02"),
        entry(name="Dogwood", federal_register="86 FR 67319"),
    ]
    text = json.dumps({"list_id": "oak-list", "count": 4, "entities": entities})
    (report,) = load_files(con, [write(text, "oaks.json")])
    assert (report.layout, report.loaded, report.is_accounted) == ("us_screening_list", 4, True)
    rows = fetch(f"select {LISTED}")
    assert rows[0] == (
        *("Alder Works", ["AW", "Alder"], "CN", "1 Oak Rd, Kabul; and 2 Elm Rd"),
        *("oak-list", "2011-11-02"),
    )
    assert [row[-1] for row in rows] == ["2011-11-02", "2022-06-10", "2021-08-02", None]
    assert rows[1][2] == "UA"
    assert fetch("select column_name, value, line_kept from rejects") == [
        ("listed_on", "86 FR 67319", True)
    ]


def test_the_us_consolidated_list_reads_the_same_from_csv_and_from_json(con, write, fetch):
    columns = "_id,source,entity_number,type,programs,name,addresses,federal_register_notice,"
    columns += "start_date,end_date,alt_names"
    text = (
        f"{columns}\n"
        'a1,Oak List,,,EAR,Alder Works,"1 Oak Rd, Kabul, AF; 2 Elm Rd, Dubai, AE",1 FR 2,'
        '2011-11-21,,"AW; Alder Trading"\n'
        "a2,Oak List,,,,Birch Ltd,,,,,\n"
    )
    load_files(con, [write(text, "list.csv")])
    from_csv = fetch(f"select {LISTED}")
    assert from_csv == [
        (
            *("Alder Works", ["AW", "Alder Trading"], "AF"),
            *("1 Oak Rd, Kabul, AF; 2 Elm Rd, Dubai, AE", "Oak List: EAR", "2011-11-21"),
        ),
        ("Birch Ltd", None, None, None, "Oak List", None),
    ]
    places = [
        {"address": "1 Oak Rd", "city": "Kabul", "state": None, "country": "AF"},
        {"address": "2 Elm Rd", "city": "Dubai", "state": None, "country": "AE"},
    ]
    first = {"id": "a1", "source": "Oak List", "entity_number": None, "programs": ["EAR"]}
    first |= {"name": "Alder Works", "addresses": places, "alt_names": ["AW", "Alder Trading"]}
    first |= {"federal_register_notice": "1 FR 2", "start_date": "2011-11-21", "ids": []}
    second = {"id": "a2", "source": "Oak List", "name": "Birch Ltd", "addresses": []}
    told = {"sources": [{"code": "OAK"}], "results": [first, second]}
    con.execute("delete from watchlist_versions")
    (report,) = load_files(con, [write(json.dumps(told), "list.json")])
    assert (report.layout, report.loaded) == ("us_consolidated_list", 2)
    assert fetch(f"select {LISTED}") == from_csv


def test_eurostat_by_eight_digits(con, write, fetch):
    text = (
        "REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,VALUE_EUR,"
        "VALUE_NAC,QUANTITY_KG,QUANTITY_SUPPL_UNIT\n"
        "DE,SG,E,84718000,2,1,p/st,202401,1000000,1000000,500,12\n"
        "DE,SG,E,84718000,2,2,NO_SU,202401,200000,200000,90,0\n"
        "EL,QV,E,84715000,1,1,NO_SU,202352,1000,1000,5,0\n"
        "DE,QR,E,84715000,2,1,NO_SU,202401,1000,1000,5,0\n"
    )
    (report,) = load_files(con, [write(text, "full_v2_202401.dat.csv")])
    assert report.layout == "eurostat_cn8"
    assert report.is_accounted
    assert fetch(
        "select period, reporter, partner, flow, hs_code, procedure, quantity_unit, quantity, "
        "value_usd > 1.05 * 1000 from trade_flows order by line"
    ) == [
        ("2024-01", "DE", "SG", "export", "84718000", "1", "unit", 12.0, True),
        ("2024-01", "DE", "SG", "export", "84718000", "2", None, 0.0, True),
        ("2023", "GR", "ZZ", "import", "84715000", "1", None, 0.0, True),
        ("2024-01", "DE", "X-STORES", "export", "84715000", "1", None, 0.0, True),
    ]
