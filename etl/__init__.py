"""The builder of snapshots: spreadsheets in, one immutable warehouse file out."""
