import pandas as pd

from detector.simulate import read_world, simulate, simulate_to


def test_a_world_in_files_holds_the_lines_of_the_world_in_memory(tmp_path):
    small = read_world("standard").model_copy(update={"block": 1_500})
    held = simulate(4_000, 4, small)
    written = simulate_to(tmp_path, 4_000, 4, small)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in written)
    for name in ("shipment_id", "exporter", "description", "value", "serial_numbers"):
        read = pd.read_parquet(tmp_path / "shipments.parquet", columns=[name])[name]
        expected = held.shipments[name]
        assert read.isna().tolist() == expected.isna().tolist()
        assert read.dropna().tolist() == expected.dropna().tolist()
    truth = pd.read_parquet(tmp_path / "truth.parquet")
    pd.testing.assert_frame_equal(truth, held.truth, check_dtype=False)
    flows = pd.read_parquet(tmp_path / "trade_flows.parquet")
    assert len(flows) == len(held.trade_flows)
