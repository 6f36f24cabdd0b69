"""15-minute meters: detail far larger than a snapshot, summed a month at a time into small tables.

The detail is partitioned Parquet, `<detail>/month=2025-01/*.parquet` with a row for each
institution and quarter hour (institution varchar, read_at timestamp, kwh decimal(12,3), null where
the meter was silent). The models of `etl/models/l1` turn it into `<out>/<model>/month=2025-01`
tables of institution × day or month; everything above reads only those.
"""
