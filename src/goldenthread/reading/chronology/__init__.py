"""An agency's chronology as it was typed (Excel, Word, CSV) into rows with their places; see `reader`."""
