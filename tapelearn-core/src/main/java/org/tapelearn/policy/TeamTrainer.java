package org.tapelearn.policy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.NodeAgent;
import org.tapelearn.agent.PolicyNode;
import org.tapelearn.agent.Role;
import org.tapelearn.learn.contrast.PolicyTrainer;

/**
 * Trains a team: a manager that chooses who acts next, and workers with tools of their own, each a policy of its own. One judgement of
 * the whole attempt goes to all, but each learns only from its part: a worker from the steps that bear its name, the manager from whose
 * name each step bears.
 */
public final class TeamTrainer implements PolicyTrainer {
    private final String manager;
    private final Map<String, Role> roles = new LinkedHashMap<>();
    private final Map<String, PolicyTrainer> trainers = new LinkedHashMap<>();

    /**
     * Makes a trainer of teams.
     *
     * @param manager its name
     * @param workers the names of each worker's tools, by the worker's name; together they should be all of the environment's
     * @param trainer makes the trainer of a member's policy, such as {@code embedded::in}
     */
    public TeamTrainer(String manager, Map<String, Set<String>> workers, Function<Role, PolicyTrainer> trainer) {
        this.manager = manager;
        Map<String, Set<String>> sorted = new LinkedHashMap<>();
        for (String worker : new TreeSet<>(workers.keySet())) {
            sorted.put(worker, workers.get(worker));
        }
        if (sorted.size() < 2 || sorted.containsKey(manager)) {
            throw new IllegalArgumentException(
                    "A team is a manager (%s) and at least two workers of other names, but these are (%s)."
                            .formatted(manager, String.join(", ", sorted.keySet())));
        }
        roles.put(manager, new Role.Router(manager, sorted));
        sorted.forEach((worker, tools) -> roles.put(worker, new Role.Worker(manager + "/" + worker, tools)));
        roles.forEach((member, role) -> trainers.put(member, trainer.apply(role)));
    }

    /** A manager and its workers, as one agent. */
    private final class Team implements Agent {
        private final Map<String, Agent> policies;
        private final NodeAgent nodes;

        Team(Map<String, Agent> policies) {
            this.policies = policies;
            List<NodeAgent> workers = new ArrayList<>();
            policies.forEach((member, policy) -> {
                if (!member.equals(manager)) {
                    workers.add(NodeAgent.of(member, new PolicyNode("act", policy, role(member))));
                }
            });
            this.nodes = NodeAgent.of(manager, new PolicyNode("route", policy(manager), role(manager)))
                    .calling(workers.toArray(NodeAgent[]::new));
        }

        Agent policy(String member) {
            Agent policy = policies.get(member);
            if (policy == null) {
                throw new IllegalArgumentException("The team has no member (%s), only (%s)."
                        .formatted(member, String.join(", ", policies.keySet())));
            }
            return policy;
        }

        @Override
        public String name() {
            return manager;
        }

        @Override
        public Attempt begin(Briefing briefing) {
            return nodes.begin(briefing);
        }
    }

    private Role role(String member) {
        Role role = roles.get(member);
        if (role == null) {
            throw new IllegalArgumentException("There is no member (%s) in this team.".formatted(member));
        }
        return role;
    }

    @Override
    public Agent untrained() {
        return each((member, trainer) -> trainer.untrained());
    }

    @Override
    public Agent train(Agent policy, Batch batch) {
        Team team = (Team) policy;
        return each((member, trainer) -> trainer.train(team.policy(member), batch));
    }

    @Override
    public byte[] save(Agent policy) {
        Team team = (Team) policy;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            for (Map.Entry<String, PolicyTrainer> member : trainers.entrySet()) {
                byte[] own = member.getValue().save(team.policy(member.getKey()));
                out.writeUTF(member.getKey());
                out.writeInt(own.length);
                out.write(own);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    @Override
    public Agent load(byte[] bytes) {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        return each((member, trainer) -> {
            try {
                String saved = in.readUTF();
                if (!saved.equals(member)) {
                    throw new IllegalArgumentException(
                            "The saved team has a member (%s) where (%s) was expected.".formatted(saved, member));
                }
                return trainer.load(in.readNBytes(in.readInt()));
            } catch (IOException damaged) {
                throw new IllegalArgumentException(
                        "The saved team ends before member (%s).".formatted(member), damaged);
            }
        });
    }

    private interface Making {
        Agent make(String member, PolicyTrainer trainer);
    }

    private Team each(Making making) {
        Map<String, Agent> policies = new LinkedHashMap<>();
        trainers.forEach((member, trainer) -> policies.put(member, making.make(member, trainer)));
        return new Team(policies);
    }
}
