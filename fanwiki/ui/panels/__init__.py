"""The panels beside the text: who is alive, who plays whom, the profile, the outline, the links; and the viewpoint."""
