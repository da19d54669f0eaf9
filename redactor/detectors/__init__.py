"""Everything that can be found without a model: patterns as tables of rows, names of fields, words of lists."""
