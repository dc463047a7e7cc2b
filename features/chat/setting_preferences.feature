@owner:chat
@severity:normal
Feature: Setting preferences
  As a user with eyes and habits of my own
  I want the pages in my colours and numbers in my writing
  So that I read without effort, wherever I log in

  @promise:preferences-applied
  @browser
  Rule: What is preferred is applied at once, in every tab, and stays

    Scenario: Ada likes it dark, and comes from Germany
      Given Ada is in a conversation
      And Ada has asked "Prepare a briefing for September 2026"
      And Ada has asked "Prepare a briefing for August 2026"
      And Ada has her account open in a second tab
      When Ada chooses there dark colours and numbers as in Germany
      Then both tabs of Ada are dark
      And Ada reads what she has used in figures as in Germany, also after a reload
