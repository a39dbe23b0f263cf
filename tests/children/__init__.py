"""The folder that stands on the path of each Python that a test starts; nothing else belongs here."""
