"""The mapping workbook, a sheet or a family of sheets a file."""
