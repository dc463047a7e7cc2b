@owner:accounts
@severity:critical
@needs:plans
Feature: Changing plans
  As someone whose plan was changed a moment ago
  I want it to count at once, where I am
  So that I need neither load the page anew nor ask why

  @promise:plan-change-told
  @browser
  @wire
  Rule: An open chat names the new plan at once

    Scenario: Ada gets the mid plan while she chats
      Given plans have their limits
      And Ada is in a conversation
      When Ada is given the mid plan
      Then the chat of Ada names the mid plan, without being loaded anew

  @promise:plan-change-counts
  @wire
  Rule: The very next question is judged by the new plan

    Scenario: Ada gets more
      Given plans have their limits
      And Ada is in a conversation
      And Ada has asked 1 questions, which were answered
      When Ada is given the mid plan
      Then the next question of Ada is judged by it: a report is written

    Scenario: Katherine gets less
      Given plans have their limits
      And Katherine is in a conversation
      And Katherine has been given the mid plan
      And Katherine has asked 1 questions, which were answered
      When Katherine is given the free plan
      Then the next question of Katherine is judged by it: no report is written

  @promise:trial-ends
  @wire
  Rule: After a trial one is on the free plan

    Scenario: The trial of Søren has run out
      Given plans have their limits, and a trial lasts a second
      And Søren is in a conversation
      And Søren has been given the trial plan
      When the trial of Søren has run out
      Then the next question of Søren is judged by it: no report is written
