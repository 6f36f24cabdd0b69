"""The overview page in Streamlit."""

import shared
import streamlit as st

st.set_page_config(layout="wide", page_title="总览")
region = st.selectbox("地区", list(shared.NAMES), format_func=shared.NAMES.get)
asked = shared.REGIONS[region]
for column, query in zip(st.columns(len(asked["tiles"])), asked["tiles"], strict=True):
    column.metric(*shared.tile(query))
for first in range(0, len(asked["charts"]), 2):
    for column, at in zip(st.columns(2), range(first, len(asked["charts"])), strict=False):
        column.plotly_chart(shared.figure(region, at), key=f"chart-{at}")
