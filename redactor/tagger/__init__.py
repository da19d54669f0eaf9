"""Words and entities from a token classifier."""

import os

# Before anything here or in training imports ONNX Runtime: else it writes a session id into the folder for temporary
# files, to be sent home some day.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
# Texts are tokenised side by side by whoever calls from several threads; a pool of its own would take cores that were not
# given, and warn when the program around forks.
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
