package org.tapelearn.textworld;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.tapelearn.task.Split;

/** The words of a kind of place. Themes of different splits share none of them. */
record Theme(
        String name,
        Split split,
        List<String> rooms,
        String kitchen,
        List<String> items,
        List<String> containers,
        List<String> chests,
        List<String> keys,
        String paper,
        List<String> dishes,
        List<String> ingredients) {

    /** All themes, in a fixed order. */
    static final List<Theme> ALL = List.of(
            theme("castle", Split.TRAIN, """
                    courtyard, armoury, dungeon, tower, chapel
                    scullery
                    helmet, banner, goblet, dagger, crown, lute, tapestry, quill, sceptre, horseshoe, gauntlet, candlestick
                    wardrobe, barrel, basket, cupboard
                    strongbox, coffer
                    iron key, silver key
                    parchment
                    venison pie, barley broth
                    venison, pastry, barley, leek, thyme"""),
            theme("ship", Split.TRAIN, """
                    deck, cabin, hold, forecastle, bridge
                    galley
                    compass, sextant, rope, lantern, anchor, telescope, flag, hammock, harpoon, bell, map, oar
                    crate, sack, bucket, bunk
                    locker, seachest
                    brass key, copper key
                    logbook
                    fish stew, ship biscuit
                    cod, onion, flour, salt, lard"""),
            theme("farm", Split.TRAIN, """
                    yard, barn, stable, orchard, henhouse
                    farmhouse
                    saddle, pitchfork, scarecrow, lasso, shovel, sickle, bridle, wheelbarrow, hoe, boots, whip, rake
                    trough, hamper, churn, haybox
                    toolchest, footlocker
                    rusty key, wooden key
                    almanac
                    apple crumble, egg pancake
                    apple, oats, egg, milk, honey"""),
            theme("school", Split.TRAIN, """
                    corridor, library, gymnasium, classroom, office
                    canteen
                    ruler, globe, textbook, whistle, eraser, trophy, violin, calculator, chalk, satchel, abacus, easel
                    desk, drawer, bin, cabinet
                    safe, vault
                    yellow key, purple key
                    notice
                    cheese toast, tomato pasta
                    cheese, bread, tomato, noodle, basil"""),
            theme("station", Split.SELECTION, """
                    airlock, observatory, reactor, greenhouse, sickbay
                    mess
                    scanner, helm, wrench, battery, antenna, drone, visor, beacon, gyroscope, spectrometer, transmitter, thruster
                    pod, hatchbox, canister, module
                    lockbox, capsule
                    plasma key, titanium key
                    datapad
                    algae soup, protein wrap
                    algae, kelp, protein, tortilla, pepper"""),
            theme("museum", Split.SELECTION, """
                    foyer, gallery, archive, rotunda, atelier
                    cafeteria
                    vase, fossil, mask, statue, medal, portrait, amulet, figurine, scroll, mosaic, tablet, urn
                    showcase, plinth, folder, carton
                    reliquary, casket
                    ivory key, golden key
                    brochure
                    lemon tart, berry scone
                    lemon, sugar, berry, butter, cream"""),
            theme("village", Split.TEST, """
                    square, smithy, mill, inn, cottage
                    bakery
                    hammer, spindle, fiddle, kettle, broom, thimble, pipe, needle, mirror, bonnet, spade, candle
                    trunk, jar, pouch, hutch
                    cashbox, keepsafe
                    bronze key, pewter key
                    ledger
                    raisin bun, potato dumpling
                    raisin, yeast, potato, semolina, parsley"""),
            theme("camp", Split.TEST, """
                    clearing, tent, lakeside, cave, lookout
                    firepit
                    paddle, binoculars, machete, tarpaulin, flashlight, fishhook, blanket, backpack, snorkel, hatchet, thermos, matches
                    cooler, rucksack, duffel, toolbag
                    bearbox, strongcase
                    nickel key, cobalt key
                    postcard
                    bean chili, mushroom skewer
                    bean, chilli, mushroom, bacon, maize"""));

    static Theme named(String name) {
        return ALL.stream()
                .filter(theme -> theme.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no theme (%s).".formatted(name)));
    }

    static List<String> names(Split split) {
        return ALL.stream()
                .filter(theme -> theme.split() == split)
                .map(Theme::name)
                .toList();
    }

    /** Every name that occurs in worlds of the theme. */
    List<String> names() {
        return Stream.of(rooms, List.of(kitchen, paper), items, containers, chests, keys, dishes, ingredients)
                .flatMap(List::stream)
                .toList();
    }

    private static Theme theme(String name, Split split, String words) {
        List<List<String>> lines =
                words.lines().map(line -> Arrays.asList(line.split(", "))).toList();
        return new Theme(
                name,
                split,
                lines.get(0),
                lines.get(1).getFirst(),
                lines.get(2),
                lines.get(3),
                lines.get(4),
                lines.get(5),
                lines.get(6).getFirst(),
                lines.get(7),
                lines.get(8));
    }
}
