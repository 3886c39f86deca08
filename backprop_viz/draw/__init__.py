"""From a walk to pictures: what is shown, where it stands, and the file formats."""
