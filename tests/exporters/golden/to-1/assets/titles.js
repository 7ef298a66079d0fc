window.fanwikiTitles = [
["categories/names.html","Names","category"],
["categories/staff.html","Staff","category"],
["characters/jun.html","Jun","character"],
["characters/mina.html","Mina","character",[["Mina the Brave",""],["미나",""]]],
["episodes/night-s1e01.html","Pilot","episode"],
["groups/night-staff.html","Night staff","group"],
["pages/con-page-2.html","Con","article"],
["pages/con-page.html","CON!","article"],
["people/kim-a.html","Kim A","person"],
["seasons/night-s1.html","Season 1","season"],
["shows/the-night-shift.html","The Night Shift","show"]
];
