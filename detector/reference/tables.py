"""What each reference table holds: its columns, their types and their units."""

from dataclasses import dataclass

MARKS = ("verified", "computed", "background", "proposal", "unverified")


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a reference table; kind is text, number, date or flag."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """One reference table: what a row stands for, and its columns."""

    grain: str
    fields: tuple[Field, ...]


_PROVENANCE = (
    Field("source", "text", "where the facts of the row come from"),
    Field("mark", "text", ", ".join(MARKS)),
)


def _table(grain: str, told: str) -> Table:
    fields = [Field(*line.strip().split(" ", 2)) for line in told.strip().splitlines()]
    return Table(grain, (*fields, *_PROVENANCE))


TABLES = {
    "countries": _table(
        "one row per country or territory of ISO 3166-1",
        """
        iso2 text ISO 3166-1 alpha-2
        iso3 text ISO 3166-1 alpha-3
        numeric text ISO 3166-1 numeric, three digits
        comtrade_code text code in UN Comtrade, where it differs from numeric
        name text English short name
        other_names text other spellings in use, separated by |
        lat number latitude of an approximate centre, degrees
        lon number longitude of an approximate centre, degrees
        hub_role text role in public cases of chip routes; null when none
        group_a1 flag in country group A:1 (15 CFR 740 Supp. 1)
        group_a5 flag in country group A:5
        group_a6 flag in country group A:6
        group_d1 flag in country group D:1 (national security)
        group_d4 flag in country group D:4 (missile technology)
        group_d5 flag in country group D:5 (arms embargo)
        """,
    ),
    "accelerators": _table(
        "one row per accelerator or graphics card",
        """
        id text catalogue id
        maker text who designs it
        name text usual name
        released text year and month of release
        goods_class text class of one piece
        fp16_tflops number dense TFLOPS at 16 bit
        fp8_tops number dense TFLOPS or TOPS at 8 bit
        fp4_tops number dense TFLOPS at 4 bit
        tpp number total processing performance: the largest of dense figure times bit length
        die_mm2 number area of the logic dies, square millimetres
        die_is_estimate flag the area is an estimate
        density number TPP per square millimetre
        dc_use text designed or marketed for data centres: yes, no or disputed
        control_row text row of the November 2023 form by arithmetic, or letter, none, unknown
        interconnect_gb_s number bidirectional interconnect, GB/s
        dram_gb_s number memory bandwidth, GB/s
        watts number board power, W
        kg_low number least weight of a piece without carton, kg
        kg_high number greatest weight of a piece without carton, kg
        aliases text names in use, separated by |
        part_numbers text beginnings of part numbers, separated by |
        is_common flag traded in volume: weight and value alone may stand for it
        """,
    ),
    "servers": _table(
        "one row per server, rack, tray or board that holds accelerators",
        """
        id text catalogue id
        maker text who makes it
        name text usual name
        kind text server, rack, tray, board or baseboard
        goods_class text class of one piece
        accelerators number accelerators (GPU packages) in one piece, or at most
        always_filled flag it is sold with all of its accelerators
        accelerator_ids text accelerators it takes, usual one first, separated by |
        net_kg_low number least net weight, kg
        net_kg_high number greatest net weight, kg
        gross_kg_low number least shipping weight, kg
        gross_kg_high number greatest shipping weight, kg
        kw number electrical power, kW
        aliases text names in use, separated by |
        part_numbers text beginnings of part numbers, separated by |
        is_common flag traded in volume: weight and value alone may stand for it
        """,
    ),
    "prices": _table(
        "one row per catalogue item and span of time",
        """
        item text catalogue id of an accelerator or server
        valid_from date first day
        valid_to date last day; null = open
        usd_low number low street price of a piece, US dollars
        usd_high number high street price of a piece, US dollars
        """,
    ),
    "goods_classes": _table(
        "one row per class of goods",
        """
        goods_class text class
        name text in words
        usd_per_kg_low number low typical value density, US dollars per kg gross
        usd_per_kg_high number high typical value density, US dollars per kg gross
        kg_per_piece_low number low typical weight of a piece, kg
        kg_per_piece_high number high typical weight of a piece, kg
        usd_per_piece_low number low typical value of a piece, US dollars
        usd_per_piece_high number high typical value of a piece, US dollars
        is_computing flag counts as computing goods
        holds_accelerators flag pieces of this class are or hold accelerators
        """,
    ),
    "hs": _table(
        "one row per HS code or its beginning; the longest that fits holds",
        """
        hs text 2 to 10 digits
        country text whose national code it is; null = international
        covers text what the code covers
        use text what it means here
        goods_class text class when nothing else is known
        is_computing flag counts as computing goods
        usd_per_kg_low number low typical value density, US dollars per kg
        usd_per_kg_high number high typical value density, US dollars per kg
        is_ambiguous flag honest declarants use it for very different goods
        """,
    ),
    "ports": _table(
        "one row per port, airport or crossing",
        """
        unlocode text UN/LOCODE; own code for a crossing that has none
        iata text IATA code of the airport
        name text usual name
        country text ISO 3166-1 alpha-2
        lat number latitude, degrees
        lon number longitude, degrees
        kind text air, sea, land or both (air and sea)
        other_names text other names in use, separated by |
        role text case = named in a public case; node = on lanes that matter
        """,
    ),
    "red_flags": _table(
        "one row per published red flag",
        """
        id text R01 to R33
        flag text the flag in own words
        sets text K, G, F, T or CHPL, separated by |
        computable text from shipment records: yes, partly or no
        fields text what it is computed from
        """,
    ),
    "rule_dates": _table(
        "one row per event that changes what needs a licence, or what buyers do",
        """
        date date day of the event
        event text what happened
        effect text tightens, loosens, deadline, announces, guidance, corrects, licence or buyers
        """,
    ),
    "rules": _table(
        "one row per licence duty and span of time",
        """
        rule_id text own name of the row
        jurisdiction text whose rule it is
        title text what it is, in words
        valid_from date first day
        valid_to date last day; null = open
        origin_scope text exporter's country or scope of countries; null = any
        destination_scope text destination or scope of countries; null = any
        headquarters_scope text where a recipient or its ultimate parent is led from; null = any
        owner_scope text listed = a recipient; listed-50 = an owner of half of it; null = any
        item_scope text which accelerators, by rule_items
        policy text how applications are reviewed, by rule_policies
        state text in_force, not_enforced or suspended
        replaces text rule whose policy this row replaces
        note text what else to know
        """,
    ),
    "rule_items": _table(
        "one row per test of an item scope; an accelerator that meets one of them is in scope",
        """
        item_scope text which accelerators
        control_row text row of the control list, or letter, any
        tpp_min number total processing performance at least
        tpp_max number total processing performance below
        density_min number performance density at least, TPP per square millimetre
        density_max number performance density below, TPP per square millimetre
        interconnect_gb_s_min number bidirectional interconnect at least, GB/s
        dram_gb_s_max number memory bandwidth below, GB/s
        dc_use text yes = for data centres (disputed counts so); no = not for them; null = either
        chips text catalogue ids named, separated by |; null = any
        """,
    ),
    "rule_scopes": _table(
        "one row per member of a scope of countries",
        """
        scope text name of the scope
        side text in, or out, which wins
        kind text country or group
        member text ISO 3166-1 alpha-2, or country group of 15 CFR 740 Supp. 1, or all
        """,
    ),
    "rule_policies": _table(
        "one row per way in which applications are reviewed",
        """
        policy text as named in rules
        outcome text needed or denied
        strictness number 1 = strictest
        words text what it means for an applicant
        """,
    ),
    "rule_coverage": _table(
        "one row per jurisdiction",
        """
        jurisdiction text whose rules
        known_through date last day up to which the rows are known to hold
        note text why that day
        """,
    ),
    "vague_words": _table(
        "one row per vague wording of goods",
        """
        words text wording, lower case without accents in Latin script
        language text ISO 639-1
        """,
    ),
    "forwarder_words": _table(
        "one row per word by which forwarders and mail centres are recognised",
        """
        words text word or words, lower case without accents in Latin script
        language text ISO 639-1
        kind text forwarder or mail_centre
        """,
    ),
    "name_words": _table(
        "one row per word that many company names share, and so tells them apart badly",
        """
        word text word or words, lower case without accents in Latin script
        language text ISO 639-1
        kind text trade, place or number
        stands_for text the one spelling that all its spellings are read as
        """,
    ),
    "match_weights": _table(
        "one row per outcome of comparing two names of parties",
        """
        comparison text what is compared
        outcome text how the comparison came out, strongest first
        m number share of pairs that are one company with this outcome
        u number share of pairs that are two companies with this outcome
        words text how the outcome is told
        """,
    ),
    "content_weights": _table(
        "one row per band of a measure of lines that name no accelerators",
        """
        step text own = from the line alone; siblings = with the lines beside it
        measure text column of contents_hint or contents_sibling; start = before any evidence
        up_to number upper end of the band, within it; null = no end, or not told
        band text the band in words
        bits number evidence for restricted accelerators under other words
        words text what the measure is, in words
        """,
    ),
    "quantity_units": _table(
        "one row per unit of quantity, as coded or written",
        """
        unit text code or word, lower case
        kind text piece, card, module, server, rack, baseboard, mass, package or measure
        factor number pieces, or kilograms, in one; null when it counts neither
        """,
    ),
    "goods_words": _table(
        "one row per wording by which goods are recognised",
        """
        words text wording, lower case without accents in Latin script
        language text ISO 639-1
        role text what the wording does in a text; detector/goods/words.py reads it
        goods_class text class that it names; null when none
        """,
    ),
}
