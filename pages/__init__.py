"""One file, one address, one menu entry; a page only chooses and arranges panels."""
