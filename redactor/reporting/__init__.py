"""What people and monitoring see of a run or a model: report, pages, metrics, marks in a text."""
