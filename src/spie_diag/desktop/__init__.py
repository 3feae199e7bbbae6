"""The work in windows: views show and emit, presenters decide, casework does."""
