package io.sluice.listeners;

import static io.sluice.listeners.Api.LOAD_BALANCERS;
import static io.sluice.listeners.Api.delete;
import static io.sluice.listeners.Api.get;
import static io.sluice.listeners.Api.json;
import static io.sluice.listeners.Api.newListener;
import static io.sluice.listeners.Api.newLoadBalancer;
import static io.sluice.listeners.Api.newName;
import static io.sluice.listeners.Api.newRuleGroup;
import static io.sluice.listeners.Api.patch;
import static io.sluice.listeners.Api.post;
import static io.sluice.listeners.Api.put;
import static io.sluice.listeners.Api.with;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.chassis.test.PostgresTestResource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class LoadBalancersIT {
  @Test
  void aLoadBalancerIsCreatedWithItsDefaultsAndReadBack() {
    String name = newName("lb");

    String location =
        post(LOAD_BALANCERS, json("name", name))
            .statusCode(201)
            .header("ETag", "\"1\"")
            .body("id", notNullValue())
            .body("name", equalTo(name))
            .body("description", equalTo(""))
            .body("scheme", equalTo("internal"))
            .body("address", nullValue())
            .body("zones", empty())
            .body("crossZone", equalTo(true))
            .body("deletionProtection", equalTo(false))
            .body("zonePreferred", equalTo(false))
            .body("createdAt", notNullValue())
            .body("updatedAt", notNullValue())
            .body("status.revision.number", greaterThan(0))
            .extract()
            .header("Location");

    get(location)
        .statusCode(200)
        .header("ETag", "\"1\"")
        .body("name", equalTo(name))
        .body("id", equalTo(location.substring(location.lastIndexOf('/') + 1)));
  }

  @Test
  void anIpv6AddressIsKeptInItsShortForm() {
    post(
            LOAD_BALANCERS,
            json("name", newName("lb"), "address", "0:0:0:0:0:0:0:1", "scheme", "internet-facing"))
        .statusCode(201)
        .body("address", equalTo("::1"))
        .body("scheme", equalTo("internet-facing"));
  }

  @Test
  void putReplacesAndFillsInTheDefaultsOfWhatIsLeftOut() {
    String id = newLoadBalancer();
    String path = LOAD_BALANCERS + "/" + id;
    String name = newName("lb");
    put(
            path,
            with(json("name", name, "description", "one", "crossZone", false), "zones", "[\"a\"]"))
        .statusCode(200)
        .header("ETag", "\"2\"")
        .body("zones", contains("a"))
        .body("crossZone", equalTo(false));

    put(path, json("name", name))
        .statusCode(200)
        .header("ETag", "\"3\"")
        .body("description", equalTo(""))
        .body("zones", empty())
        .body("crossZone", equalTo(true));
  }

  @Test
  void patchChangesOnlyWhatIsNamedAndNullBringsTheDefault() {
    String id = newLoadBalancer();
    String path = LOAD_BALANCERS + "/" + id;
    patch(path, json("description", "one", "crossZone", false)).statusCode(200);

    patch(path, json("description", null))
        .statusCode(200)
        .body("description", equalTo(""))
        .body("crossZone", equalTo(false));
  }

  @Test
  void aZoneIsPreferredOnlyWhereOthersAreUsedToo() {
    String path = LOAD_BALANCERS + "/" + newLoadBalancer();
    patch(path, json("zonePreferred", true)).statusCode(200).body("zonePreferred", equalTo(true));

    patch(path, json("crossZone", false))
        .statusCode(400)
        .body("errors.field", contains("zonePreferred"));
    patch(path, json("crossZone", false, "zonePreferred", false))
        .statusCode(200)
        .body("crossZone", equalTo(false));
  }

  @Test
  void theAddressIsImmutable() {
    String id =
        Api.created(post(LOAD_BALANCERS, json("name", newName("lb"), "address", "127.0.0.7")));

    patch(LOAD_BALANCERS + "/" + id, json("address", "127.0.0.8"))
        .statusCode(400)
        .body("errors[0].field", equalTo("address"))
        .body("errors[0].allowed", containsString("immutable"));

    get(LOAD_BALANCERS + "/" + id).body("address", equalTo("127.0.0.7"));
  }

  @Test
  void aNameIsTakenOnce() {
    String name = newName("lb");
    String first = Api.created(post(LOAD_BALANCERS, json("name", name)));

    post(LOAD_BALANCERS, json("name", name))
        .statusCode(409)
        .contentType("application/problem+json")
        .body("errors[0].field", equalTo("name"))
        .body("errors[0].value", equalTo(name));
    patch(LOAD_BALANCERS + "/" + newLoadBalancer(), json("name", name)).statusCode(409);
    patch(LOAD_BALANCERS + "/" + first, json("name", name)).statusCode(200);
  }

  @Test
  void aProtectedLoadBalancerIsDeletedOnlyAfterTheProtectionIsOff() {
    String id =
        Api.created(post(LOAD_BALANCERS, json("name", newName("lb"), "deletionProtection", true)));

    delete(LOAD_BALANCERS + "/" + id)
        .statusCode(409)
        .body("detail", containsString("deletionProtection"));
    get(LOAD_BALANCERS + "/" + id).statusCode(200);

    patch(LOAD_BALANCERS + "/" + id, json("deletionProtection", false)).statusCode(200);
    delete(LOAD_BALANCERS + "/" + id).statusCode(204);
    get(LOAD_BALANCERS + "/" + id).statusCode(404);
    delete(LOAD_BALANCERS + "/" + id).statusCode(404);
  }

  @Test
  void aLoadBalancerInUseIsNotDeletedAndItsUsersAreNamed() {
    String id = newLoadBalancer();
    String listener = newListener(id);
    String group = newRuleGroup(id);

    delete(LOAD_BALANCERS + "/" + id)
        .statusCode(409)
        .body("detail", containsString(listener))
        .body("detail", containsString(group));

    delete(Api.LISTENERS + "/" + listener).statusCode(204);
    delete(Api.RULE_GROUPS + "/" + group).statusCode(204);
    delete(LOAD_BALANCERS + "/" + id).statusCode(204);
  }

  @Test
  void theListIsFilteredByName() {
    String name = newName("lb");
    String id = Api.created(post(LOAD_BALANCERS, json("name", name)));

    get(LOAD_BALANCERS + "?name={name}", name)
        .statusCode(200)
        .body("items.id", contains(id))
        .body("next", nullValue());
    get(LOAD_BALANCERS + "?name=none-has-this-name").statusCode(200).body("items", empty());
  }

  @Test
  void theLocationIsThatOfTheObject() {
    String id =
        post(LOAD_BALANCERS, json("name", newName("lb")))
            .statusCode(201)
            .header("Location", containsString(LOAD_BALANCERS + "/"))
            .extract()
            .path("id");

    get(LOAD_BALANCERS + "/" + id).statusCode(200).body("id", endsWith(id));
  }
}
