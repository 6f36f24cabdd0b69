"""Briefings on paper: one document model, set as PDF, Word and a workbook of every number."""
