window.fanwikiTitles = [
["CON!", "pages/con-page.html", "article", ""],
["Con", "pages/con-page-2.html", "article", ""],
["Jun", "characters/jun.html", "character", ""],
["Kim A", "people/kim-a.html", "person", ""],
["Mina", "characters/mina.html", "character", ""],
["Mina the Brave", "characters/mina.html", "character", "Mina"],
["Names", "categories/names.html", "category", ""],
["Night staff", "groups/night-staff.html", "group", ""],
["Nightwalker", "characters/mina.html", "character", "Mina"],
["Pilot", "episodes/night-s1e01.html", "episode", ""],
["Season 1", "seasons/night-s1.html", "season", ""],
["Second", "episodes/night-s1e02.html", "episode", ""],
["Sleeper", "pages/sleeper.html", "article", ""],
["Staff", "categories/staff.html", "category", ""],
["The Night Shift", "shows/the-night-shift.html", "show", ""],
["Third", "episodes/night-s1e03.html", "episode", ""],
["미나", "characters/mina.html", "character", "Mina"]
];
