window.fanwikiTitles = [
["categories/names.html","Names","category"],
["categories/staff.html","Staff","category"],
["characters/jun.html","Jun","character"],
["characters/mina.html","Mina","character",[["Mina the Brave",""],["Nightwalker","0:3"],["미나",""]]],
["episodes/night-s1e01.html","Pilot","episode",[],"0:1"],
["episodes/night-s1e02.html","Second","episode",[],"0:2"],
["episodes/night-s1e03.html","Third","episode",[],"0:3"],
["groups/night-staff.html","Night staff","group"],
["pages/con-page-2.html","Con","article"],
["pages/con-page.html","CON!","article"],
["pages/sleeper.html","Sleeper","article",[],"0:2"],
["people/kim-a.html","Kim A","person"],
["seasons/night-s1.html","Season 1","season",[],"0:1"],
["shows/the-night-shift.html","The Night Shift","show"]
];
