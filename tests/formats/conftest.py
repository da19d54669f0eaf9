from hypothesis import settings

# The machine may be busy with a training run; how long an example takes is no failure.
settings.register_profile("no-deadline", deadline=None)
settings.load_profile("no-deadline")
