package dev.longview.simulate.streaming;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One parameter of a world by its name, as canonical texts, pages and random worlds speak of it.
 *
 * @param name group and component: {@code worth.regret}, {@code engagements.binge.daily}
 * @param value a number or, for an effect, whether it is on
 * @param stated what it is and its range; empty for an effect
 */
record Setting(String name, Object value, Optional<Stated> stated) {
    /** What a record's class says of one component; found once, as annotations are slow to find. */
    private record Part(String name, Class<?> type, Method accessor, Optional<Stated> stated) {
        Object of(Record owner) {
            try {
                return accessor.invoke(owner);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("a record's accessor is public: " + accessor, e);
            }
        }
    }

    private static final ClassValue<List<Part>> PARTS = new ClassValue<>() {
        @Override
        protected List<Part> computeValue(Class<?> record) {
            return Arrays.stream(record.getRecordComponents())
                    .map(component -> new Part(
                            component.getName(),
                            component.getType(),
                            component.getAccessor(),
                            Optional.ofNullable(component.getAnnotation(Stated.class))))
                    .toList();
        }
    };

    /** All of them, in the order of declaration. */
    static List<Setting> of(Record parameters) {
        List<Setting> settings = new ArrayList<>();
        gather("", parameters, settings);
        return settings;
    }

    private static void gather(String prefix, Record group, List<Setting> into) {
        for (Part part : PARTS.get(group.getClass())) {
            Object value = part.of(group);
            String name = prefix + part.name();
            if (value instanceof Record inner) {
                gather(name + ".", inner, into);
            } else {
                into.add(new Setting(name, value, part.stated()));
            }
        }
    }

    /**
     * A copy with one parameter changed.
     *
     * @param value a number, rounded where the parameter is whole, or a condition
     * @throws IllegalArgumentException for a name that no parameter of that type has, or a value out of its range
     */
    static <R extends Record> R changed(R group, String name, Object value) {
        int dot = name.indexOf('.');
        String head = dot < 0 ? name : name.substring(0, dot);
        List<Part> parts = PARTS.get(group.getClass());
        Object[] values = new Object[parts.size()];
        Class<?>[] types = new Class<?>[parts.size()];
        boolean found = false;
        for (int i = 0; i < parts.size(); i++) {
            types[i] = parts.get(i).type();
            values[i] = parts.get(i).of(group);
            if (!parts.get(i).name().equals(head)) {
                continue;
            }
            if (dot >= 0 && values[i] instanceof Record inner) {
                values[i] = changed(inner, name.substring(dot + 1), value);
                found = true;
            } else if (dot < 0 && values[i] instanceof Integer && value instanceof Number number) {
                values[i] = Math.toIntExact(Math.round(number.doubleValue()));
                found = true;
            } else if (dot < 0 && values[i].getClass() == value.getClass()) {
                values[i] = value;
                found = true;
            }
        }
        if (!found) {
            throw new IllegalArgumentException("no parameter takes " + value + " by the name '" + name + "'; there are "
                    + of(group).stream().map(Setting::name).toList());
        }
        return made(group, types, values);
    }

    /** The class of a record is that of what its constructor makes. */
    @SuppressWarnings("unchecked")
    private static <R extends Record> R made(R like, Class<?>[] types, Object[] values) {
        try {
            Constructor<?> canonical = like.getClass().getDeclaredConstructor(types);
            return (R) canonical.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                throw wrong;
            }
            throw new LinkageError("a record's constructor only checks its values", e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a record has its canonical constructor", e);
        }
    }
}
