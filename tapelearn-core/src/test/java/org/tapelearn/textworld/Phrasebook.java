package org.tapelearn.textworld;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.tapelearn.task.TaskCategory;

/**
 * A kind of quest, with the words in which it is asked for.
 *
 * @param known the phrasings for learning
 * @param unseen the phrasings kept for the final report
 */
record Phrasebook(
        String name,
        String description,
        TaskCategory category,
        int size,
        boolean heldOut,
        List<String> keywords,
        BiFunction<WorldPlan, SplittableRandom, Draft> quest,
        List<String> known,
        List<String> unseen) {
    static final List<Phrasebook> ALL = List.of(
            new Phrasebook(
                    "open_container",
                    "Open a container in a room.",
                    TaskCategory.TOOL_USAGE,
                    2,
                    false,
                    List.of("open"),
                    Quests::openContainer,
                    List.of(
                            "Open the {container} in the {room}.",
                            "In the {room} there is a closed {container}: open it.",
                            "Go and open the {container} that stands in the {room}.",
                            "The {container} in the {room} must be open."),
                    List.of(
                            "Somebody should lift the lid of the {container} over in the {room}.",
                            "Please see to it that the {room}'s {container} does not stay shut.",
                            "Have the {container} opened, the one in the {room}.")),
            new Phrasebook(
                    "fetch",
                    "Get an item from a room.",
                    TaskCategory.EXPLORATION,
                    2,
                    false,
                    List.of("fetch", "get", "bring"),
                    Quests::fetch,
                    List.of(
                            "Fetch the {item} from the {room}.",
                            "Get me the {item} that lies in the {room}.",
                            "Go to the {room} and pick up the {item}.",
                            "I need the {item} from the {room}."),
                    List.of(
                            "Could you grab the {item}? It was left in the {room}.",
                            "Over in the {room} you will find the {item}; hold on to it.",
                            "The {item} in the {room} is what I want you to carry.")),
            new Phrasebook(
                    "fetch_from_container",
                    "Get an item out of a closed container in a room.",
                    TaskCategory.INTEGRATION,
                    3,
                    true,
                    List.of("inside"),
                    Quests::fetchFromContainer,
                    List.of(
                            "Get me the {item} out of the {container} in the {room}.",
                            "Open the {container} in the {room} and pick up the {item}.",
                            "I need the {item} from the {container} in the {room}."),
                    List.of(
                            "Inside the {container} over in the {room} is the {item}: grab it.",
                            "The {room}'s {container} hides the {item} that I want.",
                            "Could you pull the {item} from within the {container} of the {room}?")),
            new Phrasebook(
                    "store",
                    "Put an item from here into a container in a room.",
                    TaskCategory.TOOL_USAGE,
                    4,
                    false,
                    List.of("store", "put"),
                    Quests::store,
                    List.of(
                            "Put the {item} into the {container} in the {room}.",
                            "Take the {item} and store it in the {container} of the {room}.",
                            "The {item} belongs inside the {container} in the {room}: put it there.",
                            "Store the {item} in the {room}, inside the {container}."),
                    List.of(
                            "Would you stow the {item} away in the {room}'s {container}?",
                            "Make sure that the {item} ends up within the {container}, which is in the {room}.",
                            "Tidy up: the {item} goes to the {room}, into the {container}.")),
            new Phrasebook(
                    "unlock_and_take",
                    "Unlock a chest in a room with a key from here, and take what is in it.",
                    TaskCategory.PROBLEM_SOLVING,
                    5,
                    false,
                    List.of("unlock", "key"),
                    Quests::unlockAndTake,
                    List.of(
                            "Unlock the {chest} in the {room} with the {key} and take the {item} from it.",
                            "Use the {key} to unlock the {chest} in the {room}, then get the {item}.",
                            "The {item} is locked in the {chest} in the {room}; the {key} unlocks it. Get the {item}.",
                            "Take the {key}, unlock the {chest} of the {room} and pick up the {item}."),
                    List.of(
                            "Retrieve the {item}: it sits behind the lock of the {room}'s {chest}, for which you need the {key}.",
                            "With the {key} in hand, relieve the {chest} in the {room} of the {item}.",
                            "I want the {item}. Try the {key} on the {chest}, which is kept in the {room}.")),
            new Phrasebook(
                    "deliver",
                    "Carry an item from one room to another.",
                    TaskCategory.INTEGRATION,
                    5,
                    false,
                    List.of("deliver", "carry"),
                    Quests::deliver,
                    List.of(
                            "Carry the {item} from the {from} to the {to}.",
                            "Bring the {item} out of the {from} and drop it in the {to}.",
                            "Deliver the {item} that lies in the {from} to the {to}.",
                            "Move the {item} from the {from} to the {to}."),
                    List.of(
                            "The {item} must leave the {from}: lay it down in the {to}.",
                            "Relocate the {item}, now in the {from}, so that it ends up lying in the {to}.",
                            "Transport the {item} between rooms, starting at the {from} and ending at the {to}.")),
            new Phrasebook(
                    "cook",
                    "Cook a dish after reading its recipe card.",
                    TaskCategory.CREATIVE,
                    5,
                    false,
                    List.of("cook", "recipe"),
                    Quests::cook,
                    List.of(
                            "Cook the {dish} in the {kitchen}; its card says how.",
                            "Go to the {kitchen}, read the card of the {dish} and cook it.",
                            "Make {dish} in the {kitchen} by its recipe card.",
                            "Read how to make {dish} and cook it in the {kitchen}."),
                    List.of(
                            "I am hungry for {dish}: prepare it in the {kitchen} as the instructions say.",
                            "Look up the ingredients of {dish} in the {kitchen} and mix them.",
                            "Somebody ordered {dish}; the {kitchen} has all that it takes.")),
            new Phrasebook(
                    "key_hunt",
                    "Find a key by what a paper says, and open the locked chest here.",
                    TaskCategory.PROBLEM_SOLVING,
                    6,
                    false,
                    List.of("find", "hidden"),
                    Quests::keyHunt,
                    List.of(
                            "Read the {note} to find the {key}, then open the {chest}.",
                            "Open the locked {chest}; the {note} says where the {key} is.",
                            "Find the {key} by reading the {note}, and unlock and open the {chest}.",
                            "The {note} tells where the {key} lies. Use it to open the {chest}."),
                    List.of(
                            "Get into the {chest}. A hint about the {key} was written in the {note}.",
                            "Somewhere the {key} is hidden, see the {note}; the {chest} must not stay shut.",
                            "Consult the {note}, hunt down the {key} and come back for the {chest}.")),
            new Phrasebook(
                    "vault_delivery",
                    "Unlock a chest, take what is in it and carry it to another room.",
                    TaskCategory.INTEGRATION,
                    8,
                    false,
                    List.of("treasure"),
                    Quests::vaultDelivery,
                    List.of(
                            "Unlock the {chest} in the {from} with the {key} and carry the {item} from it to the {to}.",
                            "Use the {key} to unlock the {chest} in the {from}, then deliver the {item} to the {to}.",
                            "Take the {key}, unlock the {chest} of the {from} and drop the {item} in the {to}.",
                            "The {item} is locked in the {chest} in the {from}; the {key} unlocks it. Move the {item} to the {to}."),
                    List.of(
                            "Free the {item} from the {from}'s {chest} by means of the {key}, and lay it down in the {to}.",
                            "What the {chest} in the {from} guards, the {item}, shall lie in the {to}; the {key} will help.",
                            "With the {key} you get at the {item} in the {from}'s {chest}; transport it so that it ends up in the {to}.")));
}
