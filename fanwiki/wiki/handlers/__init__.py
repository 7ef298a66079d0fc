"""How each edit of the catalogue is carried out. One module for each part of the wiki; `dispatch` finds the handler."""
