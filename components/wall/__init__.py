"""The wall: six scenes of panels for a screen that nobody touches."""
