"""The pages of a case's chronology."""
